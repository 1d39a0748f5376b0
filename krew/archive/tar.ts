import type { Entry } from "./archive.ts";

const BLOCK = 512;

/** Returns a tar file in the ustar format of POSIX.1-1988. Entries keep their order; all have the same owner and time. */
export function tar(entries: readonly Entry[]): Buffer {
	const blocks = entries.flatMap(({ name, bytes, mode }) => [
		header(name, bytes.length, mode),
		Buffer.concat([bytes], Math.ceil(bytes.length / BLOCK) * BLOCK),
	]);
	return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number, mode: number): Buffer {
	const block = Buffer.alloc(BLOCK);
	block.write(name, 0, 100);
	block.write(octal(mode, 7), 100);
	block.write(octal(0, 7), 108); // owner
	block.write(octal(0, 7), 116); // group
	block.write(octal(size, 11), 124);
	block.write(octal(0, 11), 136); // time
	block.write("        ", 148); // the checksum field counts as spaces while the checksum is computed
	block.write("0", 156); // a regular file
	block.write("ustar\x0000", 257);
	const sum = block.reduce((total, byte) => total + byte, 0);
	block.write(`${octal(sum, 6)}\0 `, 148);
	return block;
}

function octal(value: number, digits: number): string {
	return value.toString(8).padStart(digits, "0");
}
