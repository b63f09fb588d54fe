"""How many steps a regular expression takes: a small matcher that backtracks as Python's does, and counts.

Time cannot be asserted in a test, and calls of functions do not see what goes on inside a pattern. Steps do: a pattern
that takes four times the steps for twice the text would hang on a long one. The matcher walks the tree that the
standard library parses a pattern into; ``strings`` makes texts of the pattern's own characters that may trouble it.
"""

import re
from itertools import islice, pairwise, product
from re import _constants as sre  # the names of the nodes of a parsed pattern
from re import _parser as parser

MOST = 200_000  # steps, then it is called endless


class TooMany(Exception):
    """More steps than are counted."""


class Matcher:
    """Counts the steps of one pattern on one text."""

    def __init__(self, pattern, flags=0):
        tree = parser.parse(pattern, flags & ~re.DEBUG)
        self.tree, set_flags = tree, tree.state.flags
        self.ignores_case, self.by_lines, self.any_is_all = (bool(set_flags & one) for one in (re.I, re.M, re.S))
        self.text, self.steps, self.groups, self._known = "", 0, {}, {}

    def search(self, text):
        """Steps of looking for every match from left to right, as finditer does."""
        self._begin(text)
        at = 0
        while at <= len(text):
            stop = self._first(at)
            at = at + 1 if stop is None else max(stop, at + 1)
        return self.steps

    def match(self, text):
        """Steps of matching at the start."""
        self._begin(text)
        self._first(0)
        return self.steps

    def fullmatch(self, text):
        """Steps of matching the whole text."""
        self._begin(text)
        next((stop for stop in self._run(self.tree.data, 0, 0) if stop == len(text)), None)
        return self.steps

    def _begin(self, text):
        self.text, self.steps, self.groups = text, 0, {}

    def _first(self, at):
        return next(self._run(self.tree.data, 0, at), None)

    def _run(self, nodes, index, at):
        """The places where the nodes from ``index`` on may end when they begin at ``at``, in the order of trying."""
        while index < len(nodes):
            op, value = nodes[index]
            self.steps += 1
            if self.steps > MOST:
                raise TooMany
            if op in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN, sre.CATEGORY):
                if at >= len(self.text) or not self._is(op, value, self.text[at]):
                    return
                at += 1
            elif op is sre.AT:
                if not self._at(value, at):
                    return
            elif op in (sre.ASSERT, sre.ASSERT_NOT):
                if self._looks(value, at) != (op is sre.ASSERT):
                    return
            else:
                for stop in self._choices(op, value, at):
                    yield from self._run(nodes, index + 1, stop)
                return
            index += 1
        yield at

    def _choices(self, op, value, at):
        if op is sre.BRANCH:
            for branch in value[1]:
                yield from self._run(branch.data, 0, at)
        elif op is sre.SUBPATTERN:
            group, _, _, body = value
            for stop in self._run(body.data, 0, at):
                before = self.groups.get(group)
                self.groups[group] = (at, stop)
                yield stop
                self.groups[group] = before
        elif op is sre.ATOMIC_GROUP:
            yield from islice(self._run(value.data, 0, at), 1)
        elif op in (sre.MAX_REPEAT, sre.POSSESSIVE_REPEAT):
            yield from islice(self._greedy(*value, at, 0), None if op is sre.MAX_REPEAT else 1)
        elif op is sre.MIN_REPEAT:
            yield from self._lazy(*value, at, 0)
        elif op is sre.GROUPREF:
            first, last = self.groups.get(value) or (0, 0)
            words = self.text[first:last]
            self.steps += len(words)
            if self.text.startswith(words, at):
                yield at + len(words)
        else:
            raise NotImplementedError(op)

    def _greedy(self, least, most, body, at, done):
        nodes = body.data
        if len(nodes) == 1 and nodes[0][0] in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            op, value = nodes[0]
            stop = at
            while stop < len(self.text) and stop - at < most and self._is(op, value, self.text[stop]):
                stop += 1
                self.steps += 1
                if self.steps > MOST:
                    raise TooMany
            for end in range(stop, at + least - 1, -1):
                self.steps += 1
                yield end
            return
        if done < most:
            for stop in self._run(nodes, 0, at):
                if stop > at or done < least:
                    yield from self._greedy(least, most, body, stop, done + 1)
        if done >= least:
            yield at

    def _lazy(self, least, most, body, at, done):
        if done >= least:
            yield at
        if done < most:
            for stop in self._run(body.data, 0, at):
                if stop > at or done < least:
                    yield from self._lazy(least, most, body, stop, done + 1)

    def _looks(self, value, at):
        direction, body = value
        if direction > 0:
            return next(self._run(body.data, 0, at), None) is not None
        width = body.getwidth()[0]
        return at >= width and any(stop == at for stop in self._run(body.data, 0, at - width))

    def _at(self, value, at):
        before, after = self.text[at - 1 : at], self.text[at : at + 1]
        if value in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
            return at == 0 or (value is sre.AT_BEGINNING and self.by_lines and before == "\n")
        if value is sre.AT_END_STRING:
            return at == len(self.text)
        if value is sre.AT_END:
            return at == len(self.text) or (after == "\n" and (self.by_lines or at + 1 == len(self.text)))
        edge = (before.isalnum() or before == "_") != (after.isalnum() or after == "_")
        return edge if value is sre.AT_BOUNDARY else not edge

    def _is(self, op, value, character):
        if op is sre.LITERAL:
            return self._same(value, character)
        if op is sre.NOT_LITERAL:
            return not self._same(value, character)
        if op is sre.ANY:
            return character != "\n" or self.any_is_all
        place = id(value), character  # the tree is kept, so no other has its place
        if place not in self._known:
            negated = value[0][0] is sre.NEGATE
            self._known[place] = negated != any(self._in(kind, held, character) for kind, held in value[negated:])
        return self._known[place]

    def _same(self, value, character):
        return ord(character) == value or (self.ignores_case and character.lower() == chr(value).lower())

    def _in(self, kind, held, character):
        if kind is sre.LITERAL:
            return self._same(held, character)
        if kind is sre.RANGE:
            cases = {character, character.lower(), character.upper()} if self.ignores_case else {character}
            return any(held[0] <= ord(case) <= held[1] for case in cases if len(case) == 1)
        known = {
            sre.CATEGORY_DIGIT: character.isdecimal(),
            sre.CATEGORY_SPACE: character.isspace(),
            sre.CATEGORY_WORD: character.isalnum() or character == "_",
        }
        opposite = {
            sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT,
            sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
            sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
        }
        return not known[opposite[held]] if held in opposite else known[held]


# ---------------------------------------------------------------- texts that trouble a pattern

_TRIED = "1一 a的，。\n（"


def _character(matcher, op, value):
    """A character that a node matches."""
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.IN and value[0][0] is not sre.NEGATE:
        kind, held = value[0]
        if kind is sre.LITERAL:
            return chr(held)
        if kind is sre.RANGE:
            return chr(held[0])
    tried = (*_TRIED, *map(chr, range(33, 127)), "\t", "\u3000", "\xa0")
    return next((c for c in tried if matcher._is(op, value, c)), "")


def samples(matcher, nodes, most=6):
    """Some texts that the nodes match, as far as their looks around allow: one for each branch, a repeat once."""
    parts = []
    for op, value in nodes:
        if op in (sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN):
            parts.append([_character(matcher, op, value)])
        elif op is sre.BRANCH:
            parts.append([sample for branch in value[1] for sample in samples(matcher, branch, 2)][:most])
        elif op is sre.SUBPATTERN:
            parts.append(samples(matcher, value[3], most))
        elif op is sre.ATOMIC_GROUP:
            parts.append(samples(matcher, value, most))
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            least, _, body = value
            parts.append([sample * max(least, 1) for sample in samples(matcher, body, 3)])
        elif op is sre.ASSERT:
            parts.append(samples(matcher, value[1], 2))
    return ["".join(found) for found in islice(product(*parts), most)]


def _repeats(nodes, before=()):
    """The repeats without a small bound, each with the nodes before it."""
    nodes = list(nodes)
    for at, (op, value) in enumerate(nodes):
        lead = [*before, *nodes[:at]]
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if value[1] > 60:
                yield lead, value[2]
            yield from _repeats(value[2], lead)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, lead)
        elif op is sre.SUBPATTERN:
            yield from _repeats(value[3], lead)
        elif op is sre.ATOMIC_GROUP:
            yield from _repeats(value, lead)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(value[1], lead)


def strings(matcher, times):
    """Texts made of a pattern's own characters: its whole and the body of each repeat, again and again, and a tail."""
    whole = samples(matcher, matcher.tree)
    pieces = [("", piece) for piece in whole]
    for lead, body in _repeats(matcher.tree):
        leads, bodies = samples(matcher, lead, 2), samples(matcher, body, 4)
        pieces += [(first, piece) for first in ("", *leads) for piece in bodies]
        pieces += [("", first + piece) for first in leads for piece in bodies[:2]]
        pieces += [("", one + other) for one, other in pairwise(bodies)]
    for first, piece in dict.fromkeys(pieces):
        if piece:
            for tail in ("", "\0"):
                yield first + piece * times + tail
