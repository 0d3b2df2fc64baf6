"""Goes through the tokens of a query once: takes what comes, or stops where it must not."""

from typing import Final

from diplold.sparql.tokens import Token, tokens

PAIRS: Final = {"(": ")", "{": "}", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}


class Unreadable(Exception):
    """The structure of a query is not what it should be, from a token on."""

    def __init__(self, position: int, expected: str) -> None:
        super().__init__(expected)
        self.position = position
        self.expected = expected


class Cursor:
    """The tokens of a query, from one to the next.

    Raises `Unreadable` where something else comes than must.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0

    @property
    def now(self) -> Token:
        """The token that comes next."""
        if self.at < len(self.tokens):
            return self.tokens[self.at]
        return Token("end", "", len(self.text))

    @property
    def last(self) -> Token:
        """The token that was taken last."""
        return self.tokens[self.at - 1]

    def take(self) -> Token:
        """Go on by one token; gives it."""
        token = self.now
        self.at += 1
        return token

    def at_sign(self, *signs: str) -> bool:
        """Whether one of these signs comes next."""
        return self.now.kind == "sign" and self.now.text in signs

    def sign(self, text: str) -> bool:
        """Whether this sign comes next; then it is taken."""
        if self.at_sign(text):
            self.at += 1
            return True
        return False

    def word(self, *words: str) -> str:
        """Which of these words comes next, "" for none; then it is taken."""
        if self.now.upper in words:
            return self.take().upper
        return ""

    def need(self, text: str) -> Token:
        """Take a sign that has to come."""
        token = self.now
        if not self.sign(text):
            raise Unreadable(token.start, text)
        return token

    def balanced(self) -> tuple[int, int]:
        """Skip a bracket with all that is in it; gives where it begins and ends."""
        opening = self.now
        if not self.at_sign(*PAIRS):
            raise Unreadable(opening.start, "(")
        wanted = []
        while True:
            token = self.take()
            if token.kind == "end":
                raise Unreadable(opening.start, PAIRS[opening.text])
            if token.kind != "sign":
                continue
            if token.text in PAIRS:
                wanted.append(PAIRS[token.text])
            elif token.text in PAIRS.values():
                if token.text != wanted.pop():
                    raise Unreadable(token.start, PAIRS[opening.text])
                if not wanted:
                    return opening.start, token.end

    def until(self, *words: str) -> str:
        """Skip to one of these words outside of brackets, or to the end; gives the text."""
        start = self.now.start
        end = start
        while self.now.kind != "end" and self.now.upper not in words:
            if self.at_sign(*PAIRS):
                _, end = self.balanced()
            else:
                end = self.take().end
        return self.text[start:end]
