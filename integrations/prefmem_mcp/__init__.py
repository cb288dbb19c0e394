"""Preference memory as a Model Context Protocol server."""

from prefmem_mcp.server import serve_http, serve_stdio, server
from prefmem_mcp.tokens import SignedTokens

__all__ = ["SignedTokens", "serve_http", "serve_stdio", "server"]
