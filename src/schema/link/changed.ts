/** A copy of a message with other parts. What is not set in one of proto2 is in its prototype. */
export function changed<T extends object>(message: T, parts: Partial<T>): T {
	return Object.assign(
		Object.create(Object.getPrototypeOf(message)),
		message,
		parts,
	);
}
