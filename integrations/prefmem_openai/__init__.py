"""Preferences for the OpenAI client: `client = personalize(OpenAI(), memory.user("ada"))`."""

from prefmem_openai._client import counts_of, personalize
from prefmem_openai._reach import last_personalization, personalization_of

__all__ = ["counts_of", "last_personalization", "personalization_of", "personalize"]
