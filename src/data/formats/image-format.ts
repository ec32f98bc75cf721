import { FoundError } from "../../diagnostics/found-error.ts";

/** What a file says of its image before a pixel is decoded. */
export interface ImageHeader {
  /** As the image is shown, which is not always how its rows are stored. */
  readonly height: number;
  readonly width: number;
}

/** An image in memory as viewers show it, without transparency. */
export interface DecodedImage extends ImageHeader {
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** height × width × channels numbers from 0 to 1. */
  readonly pixels: Float32Array;
}

/** What each pixel of an image stores, as viewers show it: for masks, whose numbers or colours stand for regions. */
export interface StoredImage extends ImageHeader {
  /** One whole number a pixel, its grey value or the number of its colour in the palette; none in true colours. */
  readonly numbers?: Uint8Array | Uint16Array;
  /** The colour of each pixel, 0xRRGGBB; −1 where 8 bits a channel don't hold it. */
  readonly colours: Int32Array;
}

/** Why a file is not an image that can be read, and what to do about it. */
export class ImageFault extends Error {
  readonly help: string;

  constructor(reason: string, help: string) {
    super(reason);
    this.help = help;
  }
}

export const COPY_AGAIN = "Copy it again from where it came from, or leave it out.";
export const SAVE_AS_PNG = "Open it in an image program and save it as PNG in grey or RGB.";

/** What reads an image of a format, its faults told of the file. */
export async function ofFile<Result>(
  file: string,
  format: string,
  read: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    // What the decoders of the packages say is meant for programmers.
    const { message, help } =
      cause instanceof ImageFault ? cause : { message: "it is damaged", help: COPY_AGAIN };
    throw new FoundError("data_image", `This ${format} image can't be read: ${message}.`, {
      file,
      help,
      cause,
    });
  }
}
