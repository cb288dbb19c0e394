// The official OpenAI client for Node, through the gateway; prints what it was told as JSON.
import OpenAI from "openai";

const [baseURL, model] = process.argv.slice(2);
const headers = { "X-Prefmem-Secret": process.env.SECRET, "X-Prefmem-User": "ada" };
const client = new OpenAI({ baseURL, apiKey: "any", defaultHeaders: headers, maxRetries: 0 });
const messages = [{ role: "user", content: "What should I cook for dinner tonight?" }];

const { data, response } = await client.chat.completions
  .create({ model, messages, max_tokens: 12 })
  .withResponse();

let streamed = "";
let chunks = 0;
const stream = await client.chat.completions.create({ model, messages, max_tokens: 12, stream: true });
for await (const chunk of stream) {
  streamed += chunk.choices[0]?.delta?.content ?? "";
  chunks += 1;
}

const left = await client.chat.completions.create({ model, messages, max_tokens: 12, stream: true });
for await (const _ of left) break;

// The helper that gathers a stream, and the responses API: whole, streamed, and continued.
const gathered = await client.chat.completions
  .stream({ model, messages, max_tokens: 12 })
  .finalContent();
const input = messages[0].content;
const responded = await client.responses
  .create({ model, input, max_output_tokens: 12 })
  .withResponse();
const events = [];
let respondedPieces = "";
const responding = await client.responses.create({ model, input, max_output_tokens: 12, stream: true });
for await (const event of responding) {
  events.push(event.type);
  if (event.type === "response.output_text.delta") respondedPieces += event.delta;
}

let refused = null;
const stranger = new OpenAI({ baseURL, apiKey: "any", maxRetries: 0 });
try {
  await stranger.models.list();
} catch (error) {
  refused = { kind: error.constructor.name, status: error.status, code: error.code };
}

const models = [];
for await (const one of client.models.list()) models.push(one.id);

console.log(
  JSON.stringify({
    answer: data.choices[0].message.content,
    applied: response.headers.get("x-prefmem-applied"),
    streamed,
    chunks,
    gathered,
    response: responded.data.output_text,
    responseApplied: responded.response.headers.get("x-prefmem-applied"),
    responseStreamed: respondedPieces,
    responseEnd: events.at(-1),
    refused,
    models,
  }),
);
