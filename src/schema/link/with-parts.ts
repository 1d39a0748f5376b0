/** Returns a copy of a message with some parts replaced. It keeps the prototype, which holds the unset fields of a proto2 message. */
export function withParts<T extends object>(message: T, parts: Partial<T>): T {
	return Object.assign(
		Object.create(Object.getPrototypeOf(message)),
		message,
		parts,
	);
}
