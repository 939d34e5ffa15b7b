<?php
// Pictures of the sample products, drawn by us: shapes on a plain ground, as WebP.

const SIZE = 800;
const FINE = 3; // drawn larger, then made smaller, so that edges are smooth

/** $shapes: [kind, colour, points or box], in the coordinates of a 400 x 400 picture. */
function draw(string $file, string $ground, array $shapes): void
{
    $side = SIZE * FINE;
    $image = imagecreatetruecolor($side, $side);
    imagefill($image, 0, 0, colour($image, $ground));
    foreach ($shapes as [$kind, $paint, $numbers]) {
        $points = array_map(fn($number) => (int) round($number * $side / 400), $numbers);
        match ($kind) {
            'polygon' => imagefilledpolygon($image, $points, colour($image, $paint)),
            'ellipse' => imagefilledellipse($image, ...[...$points, colour($image, $paint)]),
            'box' => imagefilledrectangle($image, ...[...$points, colour($image, $paint)]),
        };
    }
    $small = imagescale($image, SIZE, SIZE, IMG_BICUBIC);
    imagewebp($small, $file, 82) || exit("template: $file cannot be written\n");
}

function colour(GdImage $image, string $hex): int
{
    return imagecolorallocate($image, ...array_map('hexdec', str_split($hex, 2)));
}

function draw_samples(string $folder): void
{
    draw("$folder/mug.webp", 'f1ede4', [
        ['ellipse', '2f6f73', [285, 206, 104, 114]], ['ellipse', 'f1ede4', [285, 206, 60, 70]],
        ['box', '3d8b8f', [110, 120, 270, 262]], ['ellipse', '3d8b8f', [190, 262, 160, 78]], ['box', '2f6f73', [110, 120, 270, 144]],
    ]);
    draw("$folder/shirt.webp", 'eaf0f4', [
        ['polygon', 'd9623f', [150, 90, 250, 90, 330, 130, 300, 196, 266, 182, 266, 320, 134, 320, 134, 182, 100, 196, 70, 130]],
        ['ellipse', 'b44a2c', [200, 92, 112, 76]], ['ellipse', 'eaf0f4', [200, 86, 92, 60]], ['box', 'eaf0f4', [140, 50, 260, 89]],
    ]);
    draw("$folder/tote.webp", 'f4eaf0', [
        ['ellipse', '5b4a7d', [200, 140, 116, 130]], ['ellipse', 'f4eaf0', [200, 140, 84, 98]],
        ['polygon', '7a66a3', [100, 160, 300, 160, 318, 320, 82, 320]], ['polygon', '5b4a7d', [100, 160, 300, 160, 302, 178, 98, 178]],
    ]);
}
