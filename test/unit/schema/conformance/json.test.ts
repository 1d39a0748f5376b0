import { fromBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { IGNORING, REFUSED, TAKEN, TOLD, WITHOUT_JSON } from "./json-cases.ts";
import { faultOf, OPEN, read, readFrom, written } from "./messages.ts";

/** The JSON that is printed for a message that was read. */
const SHOWN: readonly (readonly [name: string, json: string, shown: string])[] =
	[
		[
			"FieldNameInLowerCamelCase",
			'{"fieldname1": 1, "fieldName2": 2, "FieldName3": 3, "fieldName4": 4}',
			'{"fieldname1":1,"fieldName2":2,"FieldName3":3,"fieldName4":4}',
		],
		[
			"FieldNameWithNumbers",
			'{"field0name5": 5, "field0Name6": 6}',
			'{"field0name5":5,"field0Name6":6}',
		],
		[
			"FieldNameWithMixedCases",
			'{"fieldName7": 7, "FieldName8": 8, "fieldName9": 9, "FieldName10": 10, "FIELDNAME11": 11, "FIELDName12": 12}',
			'{"fieldName7":7,"FieldName8":8,"fieldName9":9,"FieldName10":10,"FIELDNAME11":11,"FIELDName12":12}',
		],
		[
			"FieldNameWithDoubleUnderscores",
			'{"FieldName13": 13, "FieldName14": 14, "fieldName15": 15, "fieldName16": 16, "fieldName17": 17, "FieldName18": 18}',
			'{"FieldName13":13,"FieldName14":14,"fieldName15":15,"fieldName16":16,"fieldName17":17,"FieldName18":18}',
		],
		["SkipsDefaultPrimitive", '{"FieldName13": 0}', "{}"],
		["Int64FieldBeString", '{"optionalInt64": 1}', '{"optionalInt64":"1"}'],
		["Uint64FieldBeString", '{"optionalUint64": 1}', '{"optionalUint64":"1"}'],
		[
			"EnumFieldUnknownValue",
			'{"optionalNestedEnum": 123}',
			'{"optionalNestedEnum":123}',
		],
		[
			"DurationHasZeroFractionalDigit",
			'{"optionalDuration": "1.000000000s"}',
			'{"optionalDuration":"1s"}',
		],
		[
			"DurationHas3FractionalDigits",
			'{"optionalDuration": "1.010000000s"}',
			'{"optionalDuration":"1.010s"}',
		],
		[
			"DurationHas6FractionalDigits",
			'{"optionalDuration": "1.000010000s"}',
			'{"optionalDuration":"1.000010s"}',
		],
		[
			"DurationHas9FractionalDigits",
			'{"optionalDuration": "1.000000010s"}',
			'{"optionalDuration":"1.000000010s"}',
		],
		[
			"TimestampZeroNormalized",
			'{"optionalTimestamp": "1969-12-31T16:00:00-08:00"}',
			'{"optionalTimestamp":"1970-01-01T00:00:00Z"}',
		],
		[
			"TimestampHasZeroFractionalDigit",
			'{"optionalTimestamp": "1970-01-01T00:00:00.000000000Z"}',
			'{"optionalTimestamp":"1970-01-01T00:00:00Z"}',
		],
		[
			"TimestampHas3FractionalDigits",
			'{"optionalTimestamp": "1970-01-01T00:00:00.010000000Z"}',
			'{"optionalTimestamp":"1970-01-01T00:00:00.010Z"}',
		],
		[
			"TimestampHas6FractionalDigits",
			'{"optionalTimestamp": "1970-01-01T00:00:00.000010000Z"}',
			'{"optionalTimestamp":"1970-01-01T00:00:00.000010Z"}',
		],
		[
			"TimestampHas9FractionalDigits",
			'{"optionalTimestamp": "1970-01-01T00:00:00.000000010Z"}',
			'{"optionalTimestamp":"1970-01-01T00:00:00.000000010Z"}',
		],
		[
			"NullValueInOtherOneofOldFormat",
			'{"oneofNullValue": "NULL_VALUE"}',
			'{"oneofNullValue":null}',
		],
		[
			"NullValueInOtherOneofNewFormat",
			'{"oneofNullValue": null}',
			'{"oneofNullValue":null}',
		],
		["NullValueInNormalMessage", '{"optionalNullValue": null}', "{}"],
	];

describe("JSON that protobuf's conformance suite takes is read, and written so that it is read again", () => {
	it.each(TAKEN)("%s: %s", async (_, json, text) => {
		const bytes = await read(json, { format: "json" });
		const message = fromBinary(OPEN, bytes);
		const wanted = await read(text, { format: "text" });
		expect(message).toEqual(fromBinary(OPEN, wanted));
		for (const format of ["json", "text"] as const) {
			const again = await read(written(OPEN, bytes, { format }), { format });
			expect(fromBinary(OPEN, again)).toEqual(message);
		}
	});
});

describe("where unknown fields are ignored, it is read as well", () => {
	it.each(IGNORING)("%s: %s", async (_, json, text) => {
		const bytes = await read(json, { format: "json", unknownFields: "allow" });
		const wanted = await read(text, { format: "text" });
		expect(fromBinary(OPEN, bytes)).toEqual(fromBinary(OPEN, wanted));
	});
});

describe("an enum's value by an unknown name is refused where unknown fields are ignored, too", () => {
	it.each(TOLD)("%s: %s", async (_, json) => {
		const options = { format: "json", unknownFields: "allow" } as const;
		expect(await faultOf(json, options)).toContain("UNKNOWN_ENUM_VALUE");
	});
});

describe("JSON that it refuses is refused", () => {
	it.each(REFUSED)("%s: %s", async (_, json) => {
		expect(await faultOf(json, { format: "json" })).not.toBe("");
	});
});

describe("JSON is written as it checks", () => {
	it.each(SHOWN)("%s: %s", async (_, json, shown) => {
		const bytes = await read(json, { format: "json" });
		expect(written(OPEN, bytes).replace(/\s/g, "")).toBe(shown);
	});

	it("StoresDefaultPrimitive", async () => {
		const bytes = await readFrom("conformance.Closed", '{"FieldName13": 0}');
		expect(written("conformance.Closed", bytes)).toContain('"FieldName13":0');
	});

	it("FieldNameExtension", async () => {
		const json = '{"[conformance.extension_int32]": 1}';
		const bytes = await readFrom("conformance.Closed", json);
		expect(written("conformance.Closed", bytes).replace(/\s/g, "")).toBe(
			json.replace(/\s/g, ""),
		);
	});
});

/**
 * The suite expects no output. Here what a pod sent is shown: the message's fields, since it has no valid form of its own
 * kind.
 */
describe("a message that has no JSON of its own kind is not hidden", () => {
	it.each(WITHOUT_JSON)("%s: %s", async (_, text) => {
		const bytes = await read(text, { format: "text" });
		expect(written(OPEN, bytes)).not.toBe("{}");
	});
});
