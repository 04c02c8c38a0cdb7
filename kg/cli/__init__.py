"""The command line: each verb parses, calls one function of the library, and prints."""

from kg.cli.main import main

__all__ = ["main"]
