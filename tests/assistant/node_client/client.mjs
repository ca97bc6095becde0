// A client that is not the Python SDK's: lists and calls every tool of the assistant.
// node client.mjs CONFIG, a JSON file: {command, args} or {url}, {given: {tool: arguments}}, and
// {only: [tool]} to call some of them.
import { readFileSync } from "node:fs";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const transport = config.url
  ? new StreamableHTTPClientTransport(new URL(config.url))
  : new StdioClientTransport({ command: config.command, args: config.args, env: process.env });
const client = new Client({ name: "node", version: "1" });
await client.connect(transport);
const { tools } = await client.listTools();
const calls = {};
const called = tools.filter((t) => !config.only || config.only.includes(t.name));
for (const tool of called) {
  const given = { ...(config.given[tool.name] ?? {}), rows: 3 };
  const answer = await client.callTool({ name: tool.name, arguments: given }, undefined, {
    timeout: 300000,
  });
  calls[tool.name] = {
    error: Boolean(answer.isError),
    text: answer.content[0]?.text ?? "",
    keys: Object.keys(answer.structuredContent ?? {}),
  };
}
const resources = (await client.listResources()).resources.map((r) => r.uri);
const prompts = (await client.listPrompts()).prompts.map((p) => p.name);
await client.close();
console.log(JSON.stringify({ tools: tools.map((t) => t.name), calls, resources, prompts, server: client.getServerVersion() }));
