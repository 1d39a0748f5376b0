import { createGenerator } from "ts-json-schema-generator";

/**
 * The structured results, with the file of each schema. A result is a type in the code, and its schema is generated from
 * that.
 */
const RESULTS = [
	{
		file: "health-report",
		source: "src/commands/health/report.ts",
		type: "HealthReport",
	},
	{
		file: "health-change",
		source: "src/commands/health/health-change.ts",
		type: "HealthChange",
	},
	{
		file: "version-report",
		source: "src/commands/version/report.ts",
		type: "VersionReport",
	},
	{
		file: "finding-list",
		source: "src/commands/explain/report.ts",
		type: "FindingList",
	},
	{
		file: "service-list",
		source: "src/commands/list/report.ts",
		type: "ServiceList",
	},
	{
		file: "schema-description",
		source: "src/commands/describe/report.ts",
		type: "SchemaDescription",
	},
	{
		file: "call-result",
		source: "src/commands/call/report.ts",
		type: "CallResult",
	},
	{
		file: "call-comparison",
		source: "src/commands/call/compare.ts",
		type: "CallComparison",
	},
	{
		file: "call-statistics",
		source: "src/commands/call/repeat/report.ts",
		type: "CallStatistics",
	},
	{
		file: "schema-diff",
		source: "src/commands/diff/report.ts",
		type: "SchemaDiff",
	},
] as const;

/** Returns JSON Schemas as text, by path under docs. */
export function schemaFiles(): Readonly<Record<string, string>> {
	return Object.fromEntries(
		RESULTS.map(({ file, source, type }) => {
			const generator = createGenerator({
				path: source,
				type,
				tsconfig: "tsconfig.json",
				skipTypeCheck: true,
				// Later versions may add fields, so a reader must accept fields that it does not know.
				additionalProperties: true,
			});
			return [
				`schemas/${file}.json`,
				`${JSON.stringify(generator.createSchema(type), null, "\t")}\n`,
			];
		}),
	);
}
