// Builds container images without a tool: one static program in one layer, in the format of `docker save`.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { call } from "./shell.ts";

/** The image of every pod's first process. */
export const PAUSE_IMAGE = "kubectl-grpc.test/pause:v1";

/** The server of gRPC's interop tests. */
export const INTEROP_SERVER_IMAGE = "kubectl-grpc.test/interop-server:v1";

/** A program and the names of its images. Each name is an image of its own, so that a rollout changes something visible. */
type ImageSource = {
	readonly program: string;
	readonly tags: readonly string[];
};

const IMAGES: readonly ImageSource[] = [
	{ program: "pause", tags: [PAUSE_IMAGE] },
	{
		program: "user-service",
		tags: [
			"kubectl-grpc.test/user-service:v1",
			"kubectl-grpc.test/user-service:v2",
		],
	},
	{ program: "interop-server", tags: [INTEROP_SERVER_IMAGE] },
];

/** The file names of the images' archives. */
export const IMAGE_ARCHIVES: readonly string[] = IMAGES.map(archiveName);

/** Writes every archive into a folder, from the programs of another. */
export async function buildImages(
	programsFolder: string,
	archivesFolder: string,
): Promise<void> {
	for (const image of IMAGES) {
		const work = mkdtempSync(join(tmpdir(), "kubectl-grpc-image-"));
		try {
			await buildImage(
				image,
				programsFolder,
				work,
				join(archivesFolder, archiveName(image)),
			);
		} finally {
			rmSync(work, { recursive: true });
		}
	}
}

async function buildImage(
	image: ImageSource,
	programs: string,
	work: string,
	archive: string,
): Promise<void> {
	const layer = join(work, "layer.tar");
	await writeArchive(layer, programs, [image.program]);
	const layerDigest = createHash("sha256")
		.update(readFileSync(layer))
		.digest("hex");
	const manifest = image.tags.map((tag, index) => {
		const config = `config-${index}.json`;
		writeFileSync(
			join(work, config),
			JSON.stringify(imageConfig(image.program, tag, layerDigest)),
		);
		return { Config: config, RepoTags: [tag], Layers: ["layer.tar"] };
	});
	writeFileSync(join(work, "manifest.json"), JSON.stringify(manifest));
	await writeArchive(archive, work, [
		"manifest.json",
		"layer.tar",
		...manifest.map(({ Config }) => Config),
	]);
}

function imageConfig(
	program: string,
	tag: string,
	layerDigest: string,
): object {
	return {
		architecture: process.arch === "arm64" ? "arm64" : "amd64",
		os: "linux",
		config: {
			Entrypoint: [`/${program}`],
			Labels: { "org.opencontainers.image.ref.name": tag },
		},
		rootfs: { type: "layers", diff_ids: [`sha256:${layerDigest}`] },
	};
}

/** The same files give the same bytes, since no owner and no time is stored. */
async function writeArchive(
	archive: string,
	folder: string,
	files: readonly string[],
): Promise<void> {
	const anonymous = [
		"--owner=0",
		"--group=0",
		"--numeric-owner",
		"--mtime=@0",
		"--mode=0755",
	];
	await call("tar", [
		"--create",
		"--file",
		archive,
		"--directory",
		folder,
		...anonymous,
		...files,
	]);
}

function archiveName(image: ImageSource): string {
	return `${image.program}.tar`;
}
