import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import { parse } from "yaml";

// The document contradicts itself, and the clients, in two places; there the clients are right.
const document = parse(readFileSync(join(import.meta.dirname, "openapi.yaml"), "utf8"));
const { evaluationSuccess: { allOf: [ofAll, ofValue] }, codeDefaultFlag } = document.components.schemas;
// OpenFeature's reasons are an open set with DEFAULT in it; flagd sends it too.
ofAll.properties.reason.enum.push("DEFAULT");
// `codeDefaultFlag` asks for nothing, so every value is that as well, and every integer is a float: never exactly one of them.
codeDefaultFlag.not = { required: ["value"] };
ofValue.oneOf = ofValue.oneOf.filter(({ $ref }: { $ref: string }) => !$ref.endsWith("/integerFlag"));

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(document, "ofrep");

/** Fails unless the value is what the protocol calls by this name. */
export const expectSchema = (name: string, value: unknown): void => {
  const validate = ajv.getSchema(`ofrep#/components/schemas/${name}`)!;
  expect(validate(value) ? [] : validate.errors, `${name}: ${JSON.stringify(value)}`).toEqual([]);
};

/** Fails unless an answer is one that the protocol's document allows at this address. */
export const expectAnswer = async (path: string, response: { status: number; headers: Headers; text: () => Promise<string> }): Promise<void> => {
  const text = await response.text();
  if (response.status === 304) return expect(text).toBe("");
  const bulk = path.endsWith("/evaluate/flags");
  const operation = document.paths[bulk ? "/ofrep/v1/evaluate/flags" : "/ofrep/v1/evaluate/flags/{key}"].post;
  const described = operation.responses[response.status];
  expect(described, `${response.status} ${path}`).toBeDefined();
  const schema: string | undefined = described.content?.["application/json"].schema.$ref;
  if (!schema) return;
  expect(response.headers.get("content-type")).toMatch(/^application\/json/);
  if (bulk && response.status === 200) expect(response.headers.get("etag")).toMatch(/^"[^"]+"$/);
  expectSchema(schema.split("/").at(-1)!, JSON.parse(text));
};
