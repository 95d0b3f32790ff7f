// SPDX-License-Identifier: Apache-2.0
#include "api/iiif.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

constexpr int kTileSide = 1024;

Status Invalid(const std::string& what) { return {StatusCode::kInvalidArgument, "picture: " + what}; }

// "1,2,3,4" as numbers, not negative; none unless there are exactly `count`.
std::optional<std::vector<double>> Numbers(std::string_view text, std::size_t count) {
  std::vector<double> out;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    double value = 0;
    const auto end = std::from_chars(part.data(), part.data() + part.size(), value, std::chars_format::fixed);
    if (part.empty() || end.ec != std::errc() || end.ptr != part.data() + part.size()) return std::nullopt;
    if (!(value >= 0 && value <= 1e6)) return std::nullopt;
    out.push_back(value);
    if (comma == std::string_view::npos) break;
    text.remove_prefix(comma + 1);
  }
  if (out.size() != count) return std::nullopt;
  return out;
}

bool IsWhole(double value) { return value == std::floor(value); }
bool IsPixels(double value) { return IsWhole(value) && value > 0; }
int Round(double value) { return static_cast<int>(std::lround(value)); }

Result<Box> ParseRegion(const std::string& region, int width, int height) {
  const Box all{0, 0, width, height};
  if (region == "full") return all;
  if (region == "square") {
    const int side = std::min(width, height);
    const int left = (width - side) / 2;
    const int top = (height - side) / 2;
    return Box{left, top, left + side, top + side};
  }
  const bool percent = region.starts_with("pct:");
  const auto n = Numbers(std::string_view(region).substr(percent ? 4 : 0), 4);
  if (!n) return Invalid("the region is full, square, x,y,w,h or pct:x,y,w,h");
  const double x_unit = percent ? width / 100.0 : 1;
  const double y_unit = percent ? height / 100.0 : 1;
  if (!percent && !std::all_of(n->begin(), n->end(), IsWhole)) return Invalid("pixels of a region are whole numbers");
  const int left = Round((*n)[0] * x_unit);
  const int top = Round((*n)[1] * y_unit);
  const Box box = Intersection(
      all, {left, top, Round(((*n)[0] + (*n)[2]) * x_unit), Round(((*n)[1] + (*n)[3]) * y_unit)});
  if (box.empty()) return Invalid("the region has no pixel of the image");
  return box;
}

struct Size {
  int width = 0;
  int height = 0;
};

// "w," ",h" "w,h" "!w,h"
Result<Size> ParsePixels(std::string_view size, const Box& region) {
  const bool confined = size.starts_with('!');
  if (confined) size.remove_prefix(1);
  const std::size_t comma = size.find(',');
  if (comma == std::string_view::npos) return Invalid("the size is max, w,  ,h  w,h  !w,h or pct:n");
  const std::string_view before = size.substr(0, comma);
  const std::string_view after = size.substr(comma + 1);
  const auto w = before.empty() ? std::nullopt : Numbers(before, 1);
  const auto h = after.empty() ? std::nullopt : Numbers(after, 1);
  const bool bad = (!before.empty() && !w) || (!after.empty() && !h) || (!w && !h) || (confined && (!w || !h)) ||
                   (w && !IsPixels(w->front())) || (h && !IsPixels(h->front()));
  if (bad) return Invalid("the size is max, w,  ,h  w,h  !w,h or pct:n");
  const double x_scale = w ? w->front() / region.width() : 0;
  const double y_scale = h ? h->front() / region.height() : 0;
  if (confined) {
    const double scale = std::min(x_scale, y_scale);
    return Size{Round(region.width() * scale), Round(region.height() * scale)};
  }
  if (!h) return Size{Round(w->front()), Round(region.height() * x_scale)};
  if (!w) return Size{Round(region.width() * y_scale), Round(h->front())};
  return Size{Round(w->front()), Round(h->front())};
}

Result<Size> ParseSize(const std::string& size, const Box& region) {
  if (size == "max") return Size{region.width(), region.height()};
  Result<Size> parsed = Size{};
  if (size.starts_with("pct:")) {
    const auto percent = Numbers(std::string_view(size).substr(4), 1);
    if (!percent || percent->front() == 0) return Invalid("the size is pct: and a number above 0");
    parsed = Size{Round(region.width() * percent->front() / 100), Round(region.height() * percent->front() / 100)};
  } else {
    parsed = ParsePixels(size, region);
  }
  if (!parsed) return parsed;
  if (parsed->width > region.width() || parsed->height > region.height()) {
    return Invalid("the size is larger than the region; images are not scaled up");
  }
  // A narrow region at a small size still has a pixel.
  parsed->width = std::max(parsed->width, 1);
  parsed->height = std::max(parsed->height, 1);
  return parsed;
}

}  // namespace

Result<PictureRequest> ParseIiifRequest(const std::string& region, const std::string& size,
                                        const std::string& rotation, const std::string& quality,
                                        const std::string& format, int width, int height) {
  PictureRequest request;
  const Result<Box> box = ParseRegion(region, width, height);
  if (!box) return box.status();
  const Result<Size> scaled = ParseSize(size, *box);
  if (!scaled) return scaled.status();
  if (*box != Box{0, 0, width, height}) request.region = *box;
  if (scaled->width != box->width() || scaled->height != box->height()) {
    request.width = scaled->width;
    request.height = scaled->height;
  }
  const auto turn = Numbers(rotation, 1);
  if (!turn || std::fmod(turn->front(), 90) != 0 || turn->front() > 360) {
    return Invalid("the rotation is 0, 90, 180 or 270");
  }
  request.rotation = Round(turn->front()) % 360;
  if (quality != "default" && quality != "color" && quality != "gray") {
    return Invalid("the quality is default, color or gray");
  }
  request.gray = quality == "gray";
  if (format != "jpg" && format != "png") return Invalid("the format is jpg or png");
  request.format = format == "png" ? PictureRequest::Format::kPng : PictureRequest::Format::kJpeg;
  return request;
}

std::string IiifInfoJson(const std::string& id, int width, int height) {
  using Json = nlohmann::ordered_json;
  Json factors = Json::array();
  Json sizes = Json::array();
  for (int factor = 1; factor == 1 || std::max(width, height) / factor > kTileSide / 2; factor *= 2) {
    factors.push_back(factor);
    sizes.push_back({{"width", (width + factor - 1) / factor}, {"height", (height + factor - 1) / factor}});
  }
  return Json{{"@context", "http://iiif.io/api/image/3/context.json"},
              {"id", id},
              {"type", "ImageService3"},
              {"protocol", "http://iiif.io/api/image"},
              {"profile", "level2"},
              {"width", width},
              {"height", height},
              {"sizes", sizes},
              {"tiles", {{{"width", kTileSide}, {"scaleFactors", factors}}}},
              {"extraQualities", {"color", "gray"}},
              {"extraFeatures", {"regionSquare", "sizeByPct"}}}
      .dump();
}

}  // namespace sohoa
