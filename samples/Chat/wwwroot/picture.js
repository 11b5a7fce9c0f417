// Makes a picture small enough for one message: the server takes messages of up to 1 MB.
const maxBytes = 900_000;
const maxSide = 1600;

export async function shrink(file) {
  let bitmap;

  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return null;
  }

  // A small file goes as it is: animations survive, and nothing is encoded twice.
  if (file.size <= maxBytes) {
    return file;
  }

  for (let side = maxSide; side >= 200; side /= 2) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });

    if (blob.size <= maxBytes) {
      return blob;
    }
  }

  return null;
}
