import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** SwiftShader, a GPU in software: Chromium brings it along. */
const ICD = "vk_swiftshader_icd.json";
const FOLDERS = [dirname(process.env.CHROMIUM_PATH ?? "."), "/usr/lib/chromium", "/opt/google/chrome"];

/** What the Vulkan loader takes in place of the drivers of the system (VK_ICD_FILENAMES); undefined where there is none. */
export const softwareAdapter = FOLDERS.map((folder) => join(folder, ICD)).find((path) => existsSync(path));
