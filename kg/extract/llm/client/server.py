"""The server: a language model behind an OpenAI-compatible address, asked by the official SDK."""

from __future__ import annotations

import logging
import re
import threading
from http import HTTPStatus
from typing import Final

import httpx2
from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAI, OpenAIError

from kg.errors import ExtractionError
from kg.extract.llm.asking import Answer, Question, Usage
from kg.extract.llm.client.completion import Completion, completion
from kg.extract.llm.client.dialect import Dialect, Form
from kg.extract.llm.client.terms import Terms
from kg.extract.llm.client.transport import AnswerError, Transport

_LOG: Final = logging.getLogger(__name__)

_UNSUPPORTED: Final = frozenset({400, 404, 405, 415, 422, 501})
"""Statuses by which servers say that they do not know what a request asks for."""

_FORM: Final = re.compile(r"grammar|schema|response_format|tool", re.IGNORECASE)
"""Words of a server that fails at a form that it does not understand."""

_TOO_LONG: Final = re.compile(r"context[ _-]?(?:length|window|size)|too (?:long|large|many tokens)", re.IGNORECASE)
"""Words of a server to which a question is too long, in whatever form."""

_BYTES: Final = 1 << 20
_BYTES_PER_TOKEN: Final = 64
"""An answer may have as many bytes as ``llm_answer_tokens`` tokens of the longest kind take, and a margin."""

_UNREACHED: Final = 3
"""Questions in a row that reach nobody, each sent as often as allowed, after which the run asks no more."""

_CONNECT: Final = 10.0
"""Seconds for making a connection, at most."""


_GATES: Final[dict[tuple[str, int], threading.BoundedSemaphore]] = {}
"""What keeps the whole process from asking one server more than so many things at once."""


class Server:
    """Satisfies ``Model``. Safe to use from several threads; ``close`` ends what is under way."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        gate = threading.BoundedSemaphore(terms.concurrency)
        self._gate = _GATES.setdefault((terms.endpoint, terms.concurrency), gate)
        self._dialect = Dialect()
        self._understood = threading.Event()
        self._finding = threading.Lock()
        self._closed = threading.Event()
        self._unreached = 0
        self._lost: tuple[str, str | None] | None = None
        most = _BYTES + _BYTES_PER_TOKEN * terms.answer_tokens
        transport = Transport(terms.endpoint, terms.key, terms.seconds, most, terms.concurrency)
        # Keys, organisations and addresses of the SDK's environment variables are not this program's to use: the
        # transport sets the one key that there is, and drops every header that is not its own.
        self._client = OpenAI(
            api_key="-",
            admin_api_key="",
            organization="",
            project="",
            webhook_secret="",
            base_url=terms.endpoint,
            max_retries=terms.retries,
            http_client=httpx2.Client(
                transport=transport,
                timeout=httpx2.Timeout(terms.seconds, connect=min(_CONNECT, terms.seconds)),
                follow_redirects=False,
                trust_env=False,
            ),
        )

    @property
    def name(self) -> str:
        """The model's name at its server, with what changes its answers."""
        return self._terms.name

    @property
    def dialect(self) -> Dialect:
        """How the server is asked, as far as that is known."""
        return self._dialect

    def ask(self, question: Question) -> Answer:
        """The model's answer. Raises ``ExtractionError`` where there is none after retries."""
        if self._understood.is_set() or self._lost is not None:
            return self._asked(question)
        with self._finding:  # one question finds out what the server understands, the others wait
            return self._asked(question)

    def close(self) -> None:
        """Ends what is under way; whoever waits for an answer gets ``ExtractionError``."""
        self._closed.set()
        self._client.close()

    def _asked(self, question: Question) -> Answer:
        dialect, used = self._dialect, Usage()
        refused: ExtractionError | None = None
        while True:
            try:
                found = self._completion(dialect, question)
            except _UnsupportedError as error:
                refused = refused or error.error
                following = self._following(dialect, error.said)
                if following is None:
                    raise refused from None
                dialect = following
                continue
            used += found.tokens
            if self._understood.is_set() or found.is_object or dialect.form is Form.PROMPT:
                self._remember(dialect)
                return Answer(found.text, used)
            if found.is_cut:  # which tells nothing of what the server understands
                return Answer(found.text, used)
            # A server that understands a form makes no other answer possible: this one passes it over.
            dialect = dialect.looser() or dialect

    def _following(self, dialect: Dialect, said: str) -> Dialect | None:
        """What to try after a refusal: what has worked once is not given up for a refusal that does not name it."""
        return dialect.without(said) or (None if self._understood.is_set() else dialect.looser())

    def _remember(self, dialect: Dialect) -> None:
        if dialect != self._dialect:
            _LOG.info("the language model's server is asked with %s", dialect)
            if "temperature" in dialect.plain - self._dialect.plain:
                _LOG.warning("%s takes no temperature; it uses its own.", self._terms.model)
            self._dialect = dialect
        self._understood.set()

    def _completion(self, dialect: Dialect, question: Question) -> Completion:
        if self._lost is not None:
            raise self._error(*self._lost)
        body = dialect.request(question, self._terms)
        try:
            with self._gate:
                if self._closed.is_set():
                    raise self._error("is no longer asked: this run is ending.")
                response = self._client.post("/chat/completions", cast_to=httpx2.Response, body=body)
        except APIStatusError as error:
            raise self._refused(error) from None
        except APITimeoutError:
            raise self._error(
                f"gave no answer within {self._terms.seconds:g} seconds, asked {self._terms.retries + 1} times.",
                "Raise llm_seconds, or lower llm_concurrency.",
            ) from None
        except APIConnectionError as error:
            reason = type(error.__cause__).__name__ if error.__cause__ else "no connection"
            self._unreached += 1
            raise self._error(
                f"cannot be reached at {self._terms.endpoint} ({reason}).",
                "See that its server runs.",
                is_lost=self._unreached >= _UNREACHED,
            ) from None
        except AnswerError as error:
            raise self._error(f"gave no answer that can be read: {error}.") from None
        except (OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, RuntimeError) as error:  # closed under way, say
            raise self._error(f"was not asked: {self._scrubbed(str(error))}.") from None
        self._unreached = 0
        found = completion(response.content)
        if found is None:
            raise self._error("answered with something else than an OpenAI-compatible server does.")
        if found.refusal:
            raise self._error(f"would not answer: {self._scrubbed(found.refusal)}")
        return found

    def _refused(self, error: APIStatusError) -> ExtractionError:
        status = error.status_code
        said = self._scrubbed(error.response.text)
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            return self._error(f"is not ours to ask ({status}): {said}", "Set llm_key.", is_lost=True)
        if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
            message = f"is elsewhere ({status}), and redirects are not followed."
            return self._error(message, "Set llm_endpoint.", is_lost=True)
        if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            again = f"asked up to {self._terms.retries + 1} times"
            failed = self._error(f"could not answer ({status}, {again}): {said}", "Run the same command later.")
            is_form = status == HTTPStatus.NOT_IMPLEMENTED or (not self._understood.is_set() and _FORM.search(said))
            return _UnsupportedError(said, failed) if is_form else failed
        is_unknown = status == HTTPStatus.NOT_FOUND and "model" in said.lower()
        refused = self._error(f"refuses to answer ({status}): {said}", is_lost=is_unknown)
        is_final = is_unknown or _TOO_LONG.search(said)
        return refused if status not in _UNSUPPORTED or is_final else _UnsupportedError(said, refused)

    def _scrubbed(self, said: str) -> str:
        """What a server says, on one line, shortened, and without the key should it repeat it."""
        said = " ".join("".join(c if c.isprintable() else " " for c in said[:4000]).split())
        if self._terms.key:
            said = said.replace(self._terms.key, "…")
        return said[:300] + ("…" if len(said) > 300 else "")

    def _error(self, message: str, remedy: str | None = None, *, is_lost: bool = False) -> ExtractionError:
        """The error; where ``is_lost``, whatever is asked later in this run has it without asking."""
        if is_lost:
            self._lost = message, remedy
        return ExtractionError(self._terms.model, message, remedy=remedy)


class _UnsupportedError(ExtractionError):
    """The server does not know what it is asked for; ``said`` is what it says."""

    def __init__(self, said: str, error: ExtractionError) -> None:
        super().__init__(error.name, str(error))
        self.said = said
        self.error = error
