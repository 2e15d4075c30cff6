import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import type { FirstAnswer } from "../program.ts";

// Answers everything with the answer of a file, the same bytes: node bench/contestants/bare.ts PORT FILE.

const [, , port, page = ""] = process.argv;
const { headers, body } = JSON.parse(readFileSync(page, "utf8")) as FirstAnswer;
// Node says these itself.
const { date: _date, connection: _connection, "keep-alive": _keepAlive, ...own } = headers;

createServer((_request, response) => {
  response.writeHead(200, own);
  response.end(body);
}).listen(Number(port), "127.0.0.1");
