import type { DescEnum, FileRegistry } from "@bufbuild/protobuf";

const closed = new WeakSet<DescEnum>();

/**
 * Lets every enum hold any number, as Go's protobuf does: a server that is newer than its schema sends some, and who asks wants to see
 * them. protobuf-es puts those of closed enums among the unknown fields, and loses them where a message has others of these.
 * {@link isOpen} still tells what was declared.
 */
export function openEnums(registry: FileRegistry): void {
	for (const type of registry) {
		if (type.kind !== "enum" || type.open) continue;
		closed.add(type);
		Object.assign(type, { open: true });
	}
}

/** Whether an enum is declared to hold any number; one of proto2 holds its own values. */
export function isOpen(desc: DescEnum): boolean {
	return desc.open && !closed.has(desc);
}
