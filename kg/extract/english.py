"""The small words of English that reading leans on: closed classes, which no field adds to.

What can grow with a field (verbs, roles, counted nouns, furniture) is data in ``ontology/patterns/``.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ADVERBS = _words("also still now already always both all alike later then soon officially first")
"""Words that may stand between subject and verb."""

AFTER_NOUN = _words(
    """
    also still now already later then soon itself time has had is was will could may might would can
    does did not too here alone currently first
    """
)
"""Words that can follow "the company" without belonging to its name."""

BE = _words("am is are was were be been being")
"""Forms of "be"."""

BREAKS = _words(
    """
    , ; : ( ) " - and but or that which who if when while because although though whereas after before
    since until than whether how where what so yet once unless
    """
)
"""Words and marks at which a noun phrase ends."""

CONTRACTED = _words("it he she that what there who here")
"""Words after which 's is "is"."""

DETERMINERS = _words("the this")
"""Words that make "company" mean one mentioned before."""

DO = _words("do does did")
"""Forms of "do"."""

DOCUMENTS = _words(
    """
    report reports article statement story filing release post letter study survey data spokesperson
    spokesman spokeswoman executives officials
    """
)
"""Things that speak for whoever made them."""

HE = _words("he she him")
"""Pronouns for a person."""

HOLDINGS = _words(
    "stake stakes share shares business businesses division unit arm subsidiary plant factory assets property"
)
"""What a firm sells when it does not sell products."""

INSIDE = _words("the a an both also even")
"""Words that may stand before a member of a list."""

IT = _words("it")
"""Pronouns for a thing."""

JOINERS = _words(", and or nor &")
"""What joins the members of a list."""

NEGATIONS = _words("not never neither")
"""Words that turn a verb round."""

NEVER_VERBS = _words("including according regarding concerning following during united like")
"""Forms of verbs that serve as prepositions."""

NOBODY = _words("no nobody none nothing neither nor")
"""Words that make a subject deny what is said of it."""

NOT_DONE = {
    "of": _words("instead"),
    "than": _words("rather"),
    "from": _words("far banned barred prohibited prevented kept excluded blocked refrained discouraged"),
}
"""Preposition to the words before it that, together, say that what follows is not done."""

ONLY_MEANT = _words("of on about at to for toward towards")
"""Prepositions after which a gerund is an idea of doing, not a deed."""

NOT_A_VERB = _words(
    """
    that which who and or but the a an of in on at for with , . ; : it they he she we i 's this these
    those some all its any each every no both several many various other another how what new
    """
)
"""Words that never begin an unlisted verb."""

NOUN_BEFORE = _words(
    """
    a an the this these those its their his her our my your 's ' no some any each every many more most
    several such of in on at by with from as into for about than new first next last recent initial
    early global worldwide major strong big large further annual future overseas foreign expected
    planned official electric current own same other high low long short heavy tough better best key
    core top rising growing falling good great smart clean
    """
)
"""Words after which a word is a noun, not a verb."""

NO_ADJECTIVE = _words(
    """
    capital metal rival official officials deal goal fabric music traffic executive public cable arrival
    proposal material hospital festival topic subsidiary summary festive table
    """
)
"""Nouns that end like adjectives."""

PLURAL_BEFORE = _words("few many some others they we i you and or but to who which that people there")
"""Words after which a base form is a finite verb."""

PREPOSITIONS = _words(
    """
    of in for at from on with to by about into across around among between through during despite under
    over as behind within against toward towards because
    """
)
"""Words that take a noun phrase."""

RELATIVES = _words("which who that")
"""Words that open a clause about the noun before."""

SUBORDINATORS = _words(
    """
    that when as if because while until what how whether although though where since before after than
    which whom once
    """
)
"""Words that open a clause that leans on another."""

THEY = _words("they them")
"""Pronouns for several."""
NEVER_COUNTED = (
    PREPOSITIONS
    | SUBORDINATORS
    | BE
    | DO
    | _words(
        """
        a an the and or nor but not no its their his her our my this these those both each every any have has
        had will would can could may might international overseas foreign domestic
        """
    )
)
"""Words that never stand between a number and what it counts; "foreign markets" is a place of its own."""
