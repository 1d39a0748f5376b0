/** Returns a protobuf message with these texts as the fields 1, 2 and so on. */
export function textFields(...values: readonly string[]): Buffer {
	return Buffer.concat(values.flatMap(textField));
}

function textField(value: string, index: number): readonly Buffer[] {
	const bytes = Buffer.from(value);
	const tag = ((index + 1) << 3) | 2;
	return [Buffer.from([tag, ...varint(bytes.length)]), bytes];
}

function varint(value: number): readonly number[] {
	return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)];
}
