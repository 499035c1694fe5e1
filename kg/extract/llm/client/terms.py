"""The terms: how a server is asked, whatever about."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.errors import SettingsError
from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class Terms:
    """Where a model is, and how it is asked; see the settings of these names."""

    endpoint: str
    model: str
    key: str | None = field(default=None, repr=False)
    temperature: float = 0.0
    seed: int | None = 0
    seconds: float = 120.0
    retries: int = 4
    concurrency: int = 4
    answer_tokens: int = 4096

    @property
    def name(self) -> str:
        """The model's name with what changes its answers: a temperature above 0, and then the seed."""
        if not self.temperature:
            return self.model
        seed = "" if self.seed is None else f" seed={self.seed}"
        return f"{self.model} temperature={self.temperature:g}{seed}"


def terms(settings: Settings) -> Terms:
    """The terms of the settings. Raises ``SettingsError`` where they name no server or no model."""
    if settings.llm_endpoint is None or settings.llm_model is None:
        needed = (("llm_endpoint", settings.llm_endpoint), ("llm_model", settings.llm_model))
        missing = [name for name, value in needed if value is None]
        raise SettingsError(
            f"a language model is to read, and {' and '.join(missing)} {'are' if len(missing) > 1 else 'is'} not set.",
            remedy="Set llm_endpoint (http://localhost:11434/v1) and llm_model in herodotus.toml or as KG_LLM_….",
        )
    return Terms(
        settings.llm_endpoint,
        settings.llm_model,
        settings.llm_key,
        settings.llm_temperature,
        settings.llm_seed,
        settings.llm_seconds,
        settings.llm_retries,
        settings.llm_concurrency,
        settings.llm_answer_tokens,
    )
