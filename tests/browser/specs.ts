/** Nets for what the specs of specs/ have none of: other ranks, and layers that TensorFlow.js lacks at them. */
export const more = {
  one_dimension: `net one_dimension {
    input 64 samples x 3 leads
    conv 4@5 stride 2, batchnorm, relu
    maxpool 2
    conv 6@3 pad 1, tanh
    upsample 3
    avgpool all
    dense 3, softmax
  }`,
  three_dimensions: `net three_dimensions {
    input volume 6x8x10x2
    conv 3@3, relu as kept
    conv 3@3 pad 1, batchnorm
    add kept
    maxpool 2
    avgpool all
    dense 2, sigmoid
  }`,
  upsampling: `net upsampling {
    input image 8x6x1
    conv 2@3, relu as kept
    maxpool 2
    conv 4@3, relu
    upsample 2
    concat kept
    conv 1@1, sigmoid
  }`,
  upsampling_volume: `net upsampling_volume {
    input volume 4x3x5x2
    conv 2@3
    upsample 2
  }`,
  brought_along: `net brought_along {
    input image 9x7x4
    conv 8@3 groups 2, depthwise 3 dilation 2 stride 2
    groupnorm 2 no scale, attention heads 2
    reshape 20x8, gru 5, exponential
  }`,
  padding: `net padding {
    input image 9x7x2
    conv 3@3 stride 2 pad 2, relu
    maxpool 3 stride 2 pad 1
  }`,
} as const;
