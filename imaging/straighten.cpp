// SPDX-License-Identifier: Apache-2.0
#include "imaging/straighten.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <numbers>

#include "core/vector_clones.h"

namespace sohoa {
namespace {

// Places in the image are whole numbers of 2^-32 pixels, so that every processor finds the same.
constexpr int kFraction = 32;
constexpr std::int64_t kOne = std::int64_t{1} << kFraction;

std::int64_t ToFixed(double value) { return std::llround(value * static_cast<double>(kOne)); }
int WholeOf(std::int64_t place) { return static_cast<int>(place >> kFraction); }
std::int64_t FractionOf(std::int64_t place) { return place & (kOne - 1); }
// 16 bits, as the loops take them.
std::uint16_t ShortFraction(std::int64_t place) { return static_cast<std::uint16_t>(FractionOf(place) >> 16); }
// Towards 0, so that a fraction never leaves its pixel before its run ends.
std::uint16_t ShortStep(std::int64_t step) { return static_cast<std::uint16_t>(step / 0x10000); }

std::int64_t FloorDivide(std::int64_t value, std::int64_t by) {
  const std::int64_t quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

// Where the middle of a pixel of the result lies in the image.
struct Turn {
  Turn(const LocalImage& image, double skew_degrees) {
    const double angle = skew_degrees * std::numbers::pi / 180;
    const double cosine = std::cos(angle);
    const double sine = std::sin(angle);
    const double across = image.width();
    const double down = image.height();
    width = static_cast<int>(std::ceil(across * cosine + down * std::fabs(sine)));
    height = static_cast<int>(std::ceil(down * cosine + across * std::fabs(sine)));
    const double cx = width / 2.0 - 0.5;
    const double cy = height / 2.0 - 0.5;
    x_step = ToFixed(cosine);
    y_step = ToFixed(sine);
    x_origin = ToFixed(across / 2 - 0.5 - cosine * cx + sine * cy);
    y_origin = ToFixed(down / 2 - 0.5 - sine * cx - cosine * cy);
  }

  std::int64_t X(int x, int y) const { return x_origin + x * x_step - y * y_step; }
  std::int64_t Y(int x, int y) const { return y_origin + x * y_step + y * x_step; }

  int width = 0;
  int height = 0;
  // A step to the right in the result is (x_step, y_step) in the image, a step down (-y_step, x_step).
  std::int64_t x_step = 0;
  std::int64_t y_step = 0;
  std::int64_t x_origin = 0;
  std::int64_t y_origin = 0;
};

struct Span {
  int begin = 0;
  int end = 0;
};

// The steps x in `span` for which 0 <= start + x * step < limit.
Span Within(std::int64_t start, std::int64_t step, std::int64_t limit, const Span& span) {
  if (step == 0) return start >= 0 && start < limit ? span : Span{span.begin, span.begin};
  if (step < 0) {  // mirrored: 0 <= limit - 1 - start + x * -step < limit
    start = limit - 1 - start;
    step = -step;
  }
  const std::int64_t first = -FloorDivide(start, step);
  const std::int64_t last = FloorDivide(limit - 1 - start, step) + 1;
  const auto in_span = [&](std::int64_t x) {
    return static_cast<int>(std::clamp<std::int64_t>(x, span.begin, span.end));
  };
  const Span within{in_span(first), in_span(last)};
  return within.begin < within.end ? within : Span{span.begin, span.begin};
}

// How many steps from `place` on keep its whole part, moving by `step` each.
std::int64_t StepsInPixel(std::int64_t place, std::int64_t step) {
  if (step == 0) return std::numeric_limits<int>::max();
  const std::int64_t fraction = FractionOf(place);
  return step > 0 ? (kOne - fraction + step - 1) / step : fraction / -step + 1;
}

// Along a row of the result the row of the image changes only every 1 / sin(skew) pixels, and
// pixels there are as far apart as here but for one in 1 / (1 - cos(skew)). Between such changes
// the pixels needed lie side by side. Gives `use` these runs: x, pixels, place in the image.
template <typename Use>
void ForRuns(const Turn& turn, int y, const Span& span, std::int64_t rounding, const Use& use) {
  for (int x = span.begin; x < span.end;) {
    const std::int64_t from_x = turn.X(x, y) + rounding;
    const std::int64_t from_y = turn.Y(x, y) + rounding;
    const std::int64_t steps = std::min(StepsInPixel(from_x, turn.x_step - kOne), StepsInPixel(from_y, turn.y_step));
    const int count = static_cast<int>(std::min<std::int64_t>(steps, span.end - x));
    use(x, count, from_x, from_y);
    x += count;
  }
}

constexpr int kPiece = 32;  // pixels at a time

// How a run's pixels are mixed. Across, all alike: a run is so short, or the skew so small, that
// the difference is a hundredth of a pixel. Down, from pixel to pixel: the first and the change.
struct Weights {
  std::int16_t across = 0;     // in 2^-7
  std::uint16_t down = 0;      // in 2^-16
  std::uint16_t down_step = 0;
};

std::int16_t Seventh(std::uint16_t fraction) { return static_cast<std::int16_t>(fraction >> 9); }

// Rounded, by a weight of 7 bits, which keeps all in 16.
[[gnu::always_inline]] inline std::int16_t Mixed(std::int16_t from, std::int16_t to, std::int16_t weight) {
  return static_cast<std::int16_t>(static_cast<std::int16_t>(from * 128 + (to - from) * weight + 64) >> 7);
}

// One byte between four of the image.
template <int kChannels>
[[gnu::always_inline]] inline std::uint8_t Mixed(const std::uint8_t* top, const std::uint8_t* bottom, std::int16_t across,
                                                 std::int16_t down) {
  return static_cast<std::uint8_t>(Mixed(Mixed(top[0], top[kChannels], across), Mixed(bottom[0], bottom[kChannels], across), down));
}

// The pixel that each byte of a piece belongs to.
template <int kChannels>
constexpr auto PixelOfByte() {
  std::array<std::uint16_t, kPiece * kChannels> pixel{};
  for (int i = 0; i < kPiece * kChannels; ++i) pixel[static_cast<std::size_t>(i)] = static_cast<std::uint16_t>(i / kChannels);
  return pixel;
}

template <int kChannels>
[[gnu::always_inline]] inline void MixPiece(const std::uint8_t* __restrict top, const std::uint8_t* __restrict bottom,
                                            const Weights& at, std::uint8_t* __restrict to) {
  static constexpr auto kPixel = PixelOfByte<kChannels>();
  for (int i = 0; i < kPiece * kChannels; ++i) {
    const auto down = static_cast<std::uint16_t>(at.down + kPixel[static_cast<std::size_t>(i)] * at.down_step);
    to[i] = Mixed<kChannels>(top + i, bottom + i, at.across, static_cast<std::int16_t>(down >> 9));
  }
}

// A run in whole pieces: what the last makes too much the next run writes over. Where less than
// `room` pixels are left it is made elsewhere, for they may be the last of the image.
template <int kChannels>
[[gnu::always_inline]] inline void MixRunOf(const std::uint8_t* top, const std::uint8_t* bottom, int pixels, int room,
                                            Weights at, std::uint8_t* to) {
  constexpr int kBytes = kPiece * kChannels;
  for (int x = 0; x < pixels; x += kPiece) {
    if (x + kPiece <= room) {
      MixPiece<kChannels>(top, bottom, at, to);
    } else {
      std::uint8_t last[3][kBytes + kChannels] = {};
      const auto bytes = static_cast<std::size_t>(std::min(kPiece, pixels - x) * kChannels);
      std::memcpy(last[0], top, bytes + kChannels);
      std::memcpy(last[1], bottom, bytes + kChannels);
      MixPiece<kChannels>(last[0], last[1], at, last[2]);
      std::memcpy(to, last[2], bytes);
    }
    top += kBytes;
    bottom += kBytes;
    to += kBytes;
    at.down = static_cast<std::uint16_t>(at.down + kPiece * at.down_step);
  }
}

SOHOA_VECTOR_CLONES
void MixGrayRun(const std::uint8_t* top, const std::uint8_t* bottom, int pixels, int room, Weights at, std::uint8_t* to) {
  MixRunOf<1>(top, bottom, pixels, room, at, to);
}

SOHOA_VECTOR_CLONES
void MixColourRun(const std::uint8_t* top, const std::uint8_t* bottom, int pixels, int room, Weights at, std::uint8_t* to) {
  MixRunOf<3>(top, bottom, pixels, room, at, to);
}

// A pixel at the edge of the image, mixed with the white beside it.
void MixEdge(const LocalImage& image, std::int64_t from_x, std::int64_t from_y, std::uint8_t* to) {
  const int left = WholeOf(from_x);
  const int top = WholeOf(from_y);
  const int channels = image.channels();
  std::uint8_t corners[4][3];
  for (int i = 0; i < 4; ++i) {
    const int x = left + i % 2;
    const int y = top + i / 2;
    const bool inside = x >= 0 && y >= 0 && x < image.width() && y < image.height();
    for (int c = 0; c < channels; ++c) corners[i][c] = inside ? image.row(y)[x * channels + c] : std::uint8_t{255};
  }
  for (int c = 0; c < channels; ++c) {
    const std::uint8_t upper[2] = {corners[0][c], corners[1][c]};
    const std::uint8_t lower[2] = {corners[2][c], corners[3][c]};
    to[c] = Mixed<1>(upper, lower, Seventh(ShortFraction(from_x)), Seventh(ShortFraction(from_y)));
  }
}

// Where all four neighbours of a pixel are in the image, and where any is.
struct RowSpans {
  Span inside;
  Span touched;
};

RowSpans SpansOf(const LocalImage& image, const Turn& turn, int y) {
  const Span all{0, turn.width};
  const auto across = [&](std::int64_t margin) {
    return Within(turn.X(0, y) + margin, turn.x_step, (image.width() - 1) * kOne + 2 * margin, all);
  };
  const auto both = [&](std::int64_t margin) {
    return Within(turn.Y(0, y) + margin, turn.y_step, (image.height() - 1) * kOne + 2 * margin, across(margin));
  };
  return {both(0), both(kOne)};
}

void MixRow(const LocalImage& image, const Turn& turn, int y, std::uint8_t* to) {
  const RowSpans spans = SpansOf(image, turn, y);
  const int channels = image.channels();
  const auto mix_run = channels == 3 ? MixColourRun : MixGrayRun;
  ForRuns(turn, y, spans.inside, 0, [&](int x, int count, std::int64_t from_x, std::int64_t from_y) {
    const std::uint8_t* top = image.row(WholeOf(from_y)) + WholeOf(from_x) * channels;
    const std::int64_t middle = from_x - count / 2 * (kOne - turn.x_step);
    const Weights at{Seventh(ShortFraction(middle)), ShortFraction(from_y), ShortStep(turn.y_step)};
    // One pixel less than there is: within a piece the image's pixels may fall back by one.
    mix_run(top, top + image.stride(), count, spans.inside.end - x - 1, at, to + x * channels);
  });
  std::memset(to, 255, static_cast<std::size_t>(spans.touched.begin * channels));
  std::memset(to + spans.touched.end * channels, 255, static_cast<std::size_t>((turn.width - spans.touched.end) * channels));
  for (int x = spans.touched.begin; x < spans.touched.end; ++x) {
    if (x == spans.inside.begin && spans.inside.begin < spans.inside.end) x = spans.inside.end;
    if (x < spans.touched.end) MixEdge(image, turn.X(x, y), turn.Y(x, y), to + x * channels);
  }
}

}  // namespace

LocalImagePtr Straighten(const LocalImagePtr& image, double skew_degrees) {
  if (skew_degrees == 0) return image;
  const Turn turn(*image, skew_degrees);
  auto straight = std::make_shared<LocalImage>(turn.width, turn.height, image->channels());
  for (int y = 0; y < turn.height; ++y) MixRow(*image, turn, y, straight->row(y));
  return straight;
}

LocalImagePtr StraightenMask(const LocalImagePtr& mask, double skew_degrees) {
  if (skew_degrees == 0) return mask;
  const Turn turn(*mask, skew_degrees);
  auto straight = std::make_shared<LocalImage>(turn.width, turn.height, 1, std::uint8_t{0});
  constexpr std::int64_t kHalf = kOne / 2;
  for (int y = 0; y < turn.height; ++y) {
    const Span across = Within(turn.X(0, y) + kHalf, turn.x_step, mask->width() * kOne, {0, turn.width});
    const Span inside = Within(turn.Y(0, y) + kHalf, turn.y_step, mask->height() * kOne, across);
    std::uint8_t* to = straight->row(y);
    ForRuns(turn, y, inside, kHalf, [&](int x, int count, std::int64_t from_x, std::int64_t from_y) {
      std::memcpy(to + x, mask->row(WholeOf(from_y)) + WholeOf(from_x), static_cast<std::size_t>(count));
    });
  }
  return straight;
}

}  // namespace sohoa
