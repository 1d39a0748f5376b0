import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";

/** The structured results that have a schema in docs/schemas, by their kind. */
const FILES = {
	HealthReport: "health-report",
	HealthChange: "health-change",
	VersionReport: "version-report",
	FindingList: "finding-list",
	ServiceList: "service-list",
	SchemaDescription: "schema-description",
	SchemaDiff: "schema-diff",
	CallResult: "call-result",
	CallComparison: "call-comparison",
	CallStatistics: "call-statistics",
} as const;

const validators = new Map<string, ValidateFunction>();

/** Parses a structured result and checks it against its published schema. @throws Error with what does not fit */
export function parseResult<T>(kind: keyof typeof FILES, text: string): T {
	const result: T = JSON.parse(text);
	const validate = validators.get(kind) ?? compile(kind);
	validators.set(kind, validate);
	if (!validate(result))
		throw new Error(`no ${kind}: ${JSON.stringify(validate.errors)}`);
	return result;
}

function compile(kind: keyof typeof FILES): ValidateFunction {
	const schema: object = JSON.parse(
		readFileSync(`docs/schemas/${FILES[kind]}.json`, "utf8"),
	);
	return new Ajv().compile(schema);
}
