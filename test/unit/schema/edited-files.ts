// Makes descriptors that no compiler would: real ones with some values replaced.
import { fromBinary, isMessage, toBinary } from "@bufbuild/protobuf";
import {
	type FileDescriptorSet,
	FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import fc from "fast-check";

type Slot = { readonly value: unknown; readonly set: (value: unknown) => void };

/** Returns every place in a message that holds a value, or one of several. */
function slotsOf(message: object): readonly Slot[] {
	const slots: Slot[] = [];
	const visit = (holder: object) => {
		for (const [key, value] of Object.entries(holder)) {
			if (key.startsWith("$")) continue;
			const set = (other: unknown) => void Reflect.set(holder, key, other);
			slots.push({ value, set });
			if (typeof value === "object" && value !== null) visit(value);
		}
	};
	visit(message);
	return slots;
}

const NUMBERS = [
	...[0, -1, 1, 2, 5, 11, 14, 18, 999, 19_000],
	...[536_870_911, 2 ** 31 - 1, -(2 ** 31)],
];
const TEXTS = [
	...["", ".", "..", "a", ".a.b", "a.b.c", "\0", "é", "../x", "1", "-0", "nan"],
	...["everything.v1.Everything", ".everything.v1.Everything"],
	...[".google.protobuf.Any", "proto2", "editions", "x".repeat(2000)],
];

/** Returns a different value of the same type. */
function otherThan(value: unknown, pick: number): unknown {
	if (typeof value === "string") return TEXTS[pick % TEXTS.length];
	if (typeof value === "number") return NUMBERS[pick % NUMBERS.length];
	if (typeof value === "boolean") return !value;
	if (value instanceof Uint8Array)
		return value.slice(pick % (value.length + 1));
	if (Array.isArray(value)) {
		const at = pick % (value.length + 1);
		return pick % 2 === 0
			? value.toSpliced(at, 1)
			: [...value, ...value.slice(0, at)];
	}
	return isMessage(value) ? undefined : value;
}

/** Returns these files with one to three of their values replaced. */
export function editedFiles(
	files: FileDescriptorSet,
): fc.Arbitrary<FileDescriptorSet> {
	const whole = fromBinary(
		FileDescriptorSetSchema,
		toBinary(FileDescriptorSetSchema, files),
	);
	// Most of the places are in comments, where errors matter least.
	for (const file of whole.file) delete file.sourceCodeInfo;
	const bytes = toBinary(FileDescriptorSetSchema, whole);
	const edits = fc.array(fc.tuple(fc.nat(), fc.nat(1000)), {
		minLength: 1,
		maxLength: 3,
	});
	return edits.map((places) => {
		const edited = fromBinary(FileDescriptorSetSchema, bytes);
		for (const [at, pick] of places) {
			const slots = slotsOf(edited);
			const slot = slots[at % slots.length];
			slot?.set(otherThan(slot.value, pick));
		}
		return edited;
	});
}

/** Returns a serialized message; undefined when it cannot be serialized, so that no test sends it. */
export function serialized<T>(write: () => T): T | undefined {
	try {
		return write();
	} catch {
		return undefined;
	}
}
