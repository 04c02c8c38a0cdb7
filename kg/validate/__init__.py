"""Check a graph against the shapes, and trace findings to sentences; the only door to pyshacl.

In    the triples of a graph, and the bytes of ``shapes.ttl`` and ``kg.ttl``
Out   :class:`kg.model.Finding` values, sorted, traced to a passage where there is one
Next  :mod:`kg.store`
"""

from kg.validate.shacl import validate_graph
from kg.validate.shapes import check_shapes
from kg.validate.trace import trace_findings

__all__ = ["check_shapes", "trace_findings", "validate_graph"]
