/** What a file says of its image before a pixel is decoded. */
export interface ImageHeader {
  readonly height: number;
  readonly width: number;
}

/** An image in memory, without transparency. */
export interface DecodedImage extends ImageHeader {
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** height × width × channels numbers from 0 to 1. */
  readonly pixels: Float32Array;
}

/** Why a file is not an image that can be read, and what to do about it. Who knows its name makes a FoundError of it. */
export class ImageFault extends Error {
  readonly help: string;

  constructor(reason: string, help: string) {
    super(reason);
    this.help = help;
  }
}

export const COPY_AGAIN = "Copy it again from where it came from, or leave it out.";
export const SAVE_AS_PNG = "Open it in an image program and save it as PNG in grey or RGB.";
