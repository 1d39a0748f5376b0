import {
	create,
	type DescField,
	type DescMessage,
	type Message,
	ScalarType,
	setExtension,
	toBinary,
} from "@bufbuild/protobuf";
import { type ReflectMessage, reflect } from "@bufbuild/protobuf/reflect";
import { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import fc, { type GeneratorValue } from "fast-check";
import { DELIMITED, LEGACY, registry } from "./everything.ts";

/** How deep generated messages are nested. */
const MAX_DEPTH = 3;

/**
 * Returns an arbitrary of a type's messages, with every kind of field and value. NaN is left out, since it does not even
 * equal itself.
 */
export function anyMessage(desc: DescMessage): fc.Arbitrary<Message> {
	return fc.gen().map((draw) => build(draw, desc, 0).message);
}

function build(
	draw: GeneratorValue,
	desc: DescMessage,
	depth: number,
): ReflectMessage {
	const special = WELL_KNOWN[desc.typeName];
	if (special !== undefined) return reflect(desc, special(draw, desc, depth));
	const message = reflect(desc);
	for (const field of desc.fields)
		if (isDrawn(draw, field, depth)) fill(draw, message, field, depth);
	if (desc.typeName === LEGACY.typeName) extend(draw, message.message);
	return message;
}

function isDrawn(
	draw: GeneratorValue,
	field: DescField,
	depth: number,
): boolean {
	if (field.presence === FeatureSet_FieldPresence.LEGACY_REQUIRED) return true;
	if (field.message !== undefined && depth >= MAX_DEPTH) return false;
	return draw(fc.nat, { max: 9 }) === 0;
}

function extend(draw: GeneratorValue, message: Message): void {
	const serial = registry.getExtension("everything.v1.serial");
	const tags = registry.getExtension("everything.v1.tags");
	if (serial !== undefined && draw(fc.boolean))
		setExtension(message, serial, draw(fc.bigInt, INT64));
	if (tags !== undefined && draw(fc.boolean))
		setExtension(message, tags, draw(fc.array, fc.string()));
}

function fill(
	draw: GeneratorValue,
	message: ReflectMessage,
	field: DescField,
	depth: number,
): void {
	const count = draw(fc.nat, { max: 3 });
	if (field.fieldKind === "list")
		for (let index = 0; index < count; index++)
			message.get(field).add(value(draw, field, depth));
	else if (field.fieldKind === "map")
		for (let index = 0; index < count; index++)
			message
				.get(field)
				.set(scalar(draw, field.mapKey), value(draw, field, depth));
	else message.set(field, value(draw, field, depth));
}

function value(draw: GeneratorValue, field: DescField, depth: number): unknown {
	if (field.scalar !== undefined) return scalar(draw, field.scalar);
	if (field.message !== undefined) return build(draw, field.message, depth + 1);
	const known = field.enum?.values.map(({ number }) => number) ?? [0];
	const isOpen = field.enum?.open === true && known.length > 1;
	return pick(draw, [...known, ...(isOpen ? [77] : [])]);
}

const INT64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const UINT64 = { min: 0n, max: 2n ** 64n - 1n };

function scalar(draw: GeneratorValue, type: ScalarType): unknown {
	switch (type) {
		case ScalarType.STRING:
			return draw(fc.string, { unit: "binary", maxLength: 8 });
		case ScalarType.BYTES:
			return draw(fc.uint8Array, { maxLength: 8 });
		case ScalarType.BOOL:
			return draw(fc.boolean);
		case ScalarType.DOUBLE:
			return draw(fc.double, { noNaN: true });
		case ScalarType.FLOAT:
			return draw(fc.float, { noNaN: true });
		case ScalarType.INT32:
		case ScalarType.SINT32:
		case ScalarType.SFIXED32:
			return draw(fc.integer);
		case ScalarType.UINT32:
		case ScalarType.FIXED32:
			return draw(fc.integer, { min: 0, max: 2 ** 32 - 1 });
		case ScalarType.INT64:
		case ScalarType.SINT64:
		case ScalarType.SFIXED64:
			return draw(fc.bigInt, INT64);
		case ScalarType.UINT64:
		case ScalarType.FIXED64:
			return draw(fc.bigInt, UINT64);
	}
}

type Builder = (
	draw: GeneratorValue,
	desc: DescMessage,
	depth: number,
) => Message;

/** The types whose JSON cannot hold every value of their fields. */
const WELL_KNOWN: Readonly<Record<string, Builder>> = {
	"google.protobuf.Timestamp": (draw, desc) =>
		create(desc, {
			seconds: BigInt(
				draw(fc.integer, { min: -62135596800, max: 253402300799 }),
			),
			nanos: draw(fc.nat, { max: 999_999_999 }),
		}),
	"google.protobuf.Duration": (draw, desc) => {
		const sign = pick(draw, [1, -1]);
		return create(desc, {
			seconds: BigInt(sign * draw(fc.nat, { max: 315576000000 })),
			nanos: sign * draw(fc.nat, { max: 999_999_999 }),
		});
	},
	"google.protobuf.FieldMask": (draw, desc) =>
		create(desc, { paths: draw(fc.subarray, ["a", "b_c", "d.e_f"]) }),
	"google.protobuf.Value": (draw, desc, depth) =>
		create(desc, { kind: valueKind(draw, depth) }),
	"google.protobuf.Any": (draw, desc, depth) => {
		const inner = pick(draw, [LEGACY, DELIMITED, durationType()]);
		if (depth >= MAX_DEPTH || draw(fc.nat, { max: 3 }) === 0)
			return create(desc);
		const prefix = pick(draw, ["type.googleapis.com/", "x.test/a/", ""]);
		const { message } = build(draw, inner, depth + 1);
		return create(desc, {
			typeUrl: prefix + inner.typeName,
			value: toBinary(inner, message),
		});
	},
};

function durationType(): DescMessage {
	const desc = registry.getMessage("google.protobuf.Duration");
	if (desc === undefined) throw new Error("no Duration");
	return desc;
}

function valueKind(draw: GeneratorValue, depth: number): unknown {
	const leaf = [
		{ case: "nullValue", value: 0 },
		{
			case: "numberValue",
			value: draw(fc.double, { noNaN: true, noDefaultInfinity: true }),
		},
		{ case: "stringValue", value: draw(fc.string, { unit: "binary" }) },
		{ case: "boolValue", value: draw(fc.boolean) },
	];
	if (depth >= MAX_DEPTH) return pick(draw, leaf);
	const value = {
		$typeName: "google.protobuf.Value",
		kind: valueKind(draw, depth + 1),
	};
	const key = pick(draw, ["a", "1", "__proto__", ""]);
	const list = {
		case: "listValue",
		value: { $typeName: "google.protobuf.ListValue", values: [value] },
	};
	const fields = Object.fromEntries([[key, value]]);
	const struct = {
		case: "structValue",
		value: { $typeName: "google.protobuf.Struct", fields },
	};
	return pick<unknown>(draw, [...leaf, list, struct]);
}

/** fast-check compares the arguments of constantFrom deeply, which fails for descriptors because they are cyclic. */
function pick<T>(draw: GeneratorValue, choices: readonly T[]): T {
	const chosen = choices[draw(fc.nat, { max: choices.length - 1 })];
	if (chosen === undefined) throw new Error("nothing to choose from");
	return chosen;
}
