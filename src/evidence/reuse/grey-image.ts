/** A decoded picture: 8-bit grey, row by row. */
export interface GreyImage {
  readonly widthPx: number;
  readonly heightPx: number;
  /** u8[heightPx, widthPx]. */
  readonly pixels: Uint8Array;
}

/** A rectangle of whole pixels; `right` and `bottom` are exclusive. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The box that holds the whole picture. */
export function fullBox(image: { readonly widthPx: number; readonly heightPx: number }): PixelBox {
  return { left: 0, top: 0, right: image.widthPx, bottom: image.heightPx };
}
