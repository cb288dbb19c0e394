"""A client of the Model Context Protocol that uses the memory server over standard input/output.

Needs no key: any program that speaks the protocol can be the client.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client


async def main(folder: Path) -> None:
    # What stands in the configuration of a client as: prefmem mcp --user ada
    args = ["-m", "prefmem", "mcp", "--user", "ada", "--db", str(folder / "prefmem.db")]
    server = StdioServerParameters(command=sys.executable, args=args, env=dict(os.environ))
    async with Client(stdio_client(server)) as client:
        print("tools:", ", ".join(tool.name for tool in (await client.list_tools()).tools))

        told = {"quote": "I'm vegetarian, please never suggest meat."}
        print((await client.call_tool("remember", told)).structured_content)

        asked = {"request": "What should I cook for dinner tonight?"}
        print((await client.call_tool("recall", asked)).structured_content)
        print((await client.read_resource("prefmem://profile")).contents)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as found:
        asyncio.run(main(Path(found)))
