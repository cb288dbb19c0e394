"""Chat exports of other products, read into conversations that `observe` takes."""

from prefmem.readers.reading import FORMATS, Conversation, Fault, read

__all__ = ["FORMATS", "Conversation", "Fault", "read"]
