"""Derive what follows from stated triples by the OWL 2 RL rules; the only door to owlrl.

In    facts and names as triples, and the bytes of ``ontology/kg.ttl``
Out   a :class:`Closure`: what follows and was not stated, each with its rule; and contradictions
Next  :mod:`kg.validate`
"""

from kg.infer.closure import Closure, Contradiction, infer_closure
from kg.infer.turtle import load_turtle

__all__ = ["Closure", "Contradiction", "infer_closure", "load_turtle"]
