import type { DescEnum, FileRegistry } from "@bufbuild/protobuf";

const closed = new WeakSet<DescEnum>();

/**
 * Makes every enum open, so that it holds any number, as Go's protobuf does. A server that is newer than its schema sends unknown
 * numbers, and users want to see them. protobuf-es puts such numbers of a closed enum among the unknown fields, and loses them
 * where a message has other unknown fields. {@link isOpen} still returns what was declared.
 */
export function openEnums(registry: FileRegistry): void {
	for (const type of registry) {
		if (type.kind !== "enum" || type.open) continue;
		closed.add(type);
		Object.assign(type, { open: true });
	}
}

/** Whether an enum is declared open, so that it holds any number. An enum of proto2 is closed. */
export function isOpen(desc: DescEnum): boolean {
	return desc.open && !closed.has(desc);
}
