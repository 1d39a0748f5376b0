/** The one function that Node.js uses of libatomic. */
export const FUNCTION_NAME = "__atomic_compare_exchange";

/**
 * The function for a machine, and the type of relocation that writes the function's address into the slot through which it
 * is called.
 */
export type Replacement = { readonly code: Buffer; readonly relative: number };

/**
 * By ELF machine (62: x86-64, 183: AArch64), `bool (size_t, void *where, void *expected, void *desired, int, int)` by its ABI. A size
 * other than 8 ends the process.
 */
export const COMPARE_EXCHANGE: Readonly<Record<number, Replacement>> = {
	62: {
		code: machineCode([
			"4883ff08", //   cmp $8, %rdi
			"7519", //       jne 2f
			"488b02", //     mov (%rdx), %rax
			"488b09", //     mov (%rcx), %rcx
			"f0480fb10e", // lock cmpxchg %rcx, (%rsi)
			"7506", //       jne 1f
			"b801000000", // mov $1, %eax
			"c3", //         ret
			"488902", //  1: mov %rax, (%rdx)
			"31c0", //       xor %eax, %eax
			"c3", //         ret
			"0f0b", //    2: ud2
		]),
		relative: 8,
	},
	183: {
		code: machineCode([
			"1f2000f1", //    cmp x0, #8
			"c1010054", //    b.ne 3f
			"480040f9", //    ldr x8, [x2]
			"690040f9", //    ldr x9, [x3]
			"2afc5fc8", // 1: ldaxr x10, [x1]
			"5f0108eb", //    cmp x10, x8
			"a1000054", //    b.ne 2f
			"29fc0bc8", //    stlxr w11, x9, [x1]
			"8bffff35", //    cbnz w11, 1b
			"20008052", //    mov w0, #1
			"c0035fd6", //    ret
			"5f3f03d5", // 2: clrex
			"4a0000f9", //    str x10, [x2]
			"00008052", //    mov w0, #0
			"c0035fd6", //    ret
			"200020d4", // 3: brk #1
		]),
		relative: 1027,
	},
};

function machineCode(instructions: readonly string[]): Buffer {
	return Buffer.from(instructions.join(""), "hex");
}
