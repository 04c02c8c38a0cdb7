"""Read articles: documents in, claims out, each with the span that says so.

In    :class:`~kg.model.Document`
Out   :class:`~kg.model.Reading`
Next  :mod:`kg.build`

The rooms, in the order in which a sentence passes through them: :mod:`normalise`, :mod:`sentences`,
:mod:`tokens` (names, dates, amounts), :mod:`verbs`, :mod:`coreference` and :mod:`subjects` (who is meant,
who does it),
:mod:`speech`, :mod:`rules`, :mod:`claims`. What they know of English and of the field is data in
``ontology/patterns/`` and ``ontology/names.ttl``.
"""

from __future__ import annotations

from kg.extract.reader import Reader, check_examples

__all__ = ["Reader", "check_examples"]
