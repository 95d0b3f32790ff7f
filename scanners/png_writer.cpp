// SPDX-License-Identifier: Apache-2.0
#include "scanners/png_writer.h"

#include <cmath>
#include <csetjmp>
#include <utility>

#include <png.h>

#include "scanners/temporary_file.h"

namespace sohoa {

// libpng reports an error by a long jump, over which no destructor runs: every call of it
// stands in a function of its own that has nothing to destroy.
struct PngWriter::Impl {
  explicit Impl(TemporaryFile to) : file(std::move(to)) {}
  ~Impl() { png_destroy_write_struct(&png, &info); }

  TemporaryFile file;
  png_structp png = nullptr;
  png_infop info = nullptr;
  Status error;
};

namespace {

void WriteBytes(png_structp png, png_bytep bytes, std::size_t length) {
  auto* file = static_cast<TemporaryFile*>(png_get_io_ptr(png));
  bool written = false;
  {
    const Status status = file->Append({bytes, length});
    written = status.ok();
  }
  if (!written) png_error(png, "cannot write; see that $TMPDIR may be written and has room");
}

void FlushNothing(png_structp) {}

[[noreturn]] void OnError(png_structp png, png_const_charp message) {
  auto* error = static_cast<Status*>(png_get_error_ptr(png));
  *error = Status(StatusCode::kIoError, std::string("write a scanned page as PNG: ") + message);
  png_longjmp(png, 1);
}

void OnWarning(png_structp, png_const_charp) {}

bool WriteHeader(png_structp png, png_infop info, const PngFormat& format) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_set_IHDR(png, info, format.width, format.height, format.depth,
               format.channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (format.dpi > 0) {
    const auto per_metre = static_cast<png_uint_32>(std::lround(format.dpi / 0.0254));
    png_set_pHYs(png, info, per_metre, per_metre, PNG_RESOLUTION_METER);
  }
  // A feeder does not wait: a fast level, and one cheap filter where there are gray levels.
  png_set_compression_level(png, 3);
  png_set_filter(png, PNG_FILTER_TYPE_BASE, format.depth == 1 ? PNG_FILTER_NONE : PNG_FILTER_UP);
  png_write_info(png, info);
  return true;
}

bool WriteOneRow(png_structp png, const std::uint8_t* row) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_write_row(png, row);
  return true;
}

bool WriteEnd(png_structp png, png_infop info) {
  if (setjmp(png_jmpbuf(png)) != 0) return false;
  png_write_end(png, info);
  return true;
}

}  // namespace

PngWriter::PngWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PngWriter::~PngWriter() = default;

Result<std::unique_ptr<PngWriter>> PngWriter::Create(const PngFormat& format) {
  Result<TemporaryFile> file = TemporaryFile::Create();
  if (!file) return file.status();
  auto impl = std::make_unique<Impl>(std::move(*file));
  impl->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &impl->error, OnError, OnWarning);
  impl->info = impl->png == nullptr ? nullptr : png_create_info_struct(impl->png);
  if (impl->info == nullptr) {
    return Status(StatusCode::kResourceLimit, "write a scanned page as PNG: no memory for it");
  }
  png_set_write_fn(impl->png, &impl->file, WriteBytes, FlushNothing);
  if (!WriteHeader(impl->png, impl->info, format)) return impl->error;
  return std::unique_ptr<PngWriter>(new PngWriter(std::move(impl)));
}

Status PngWriter::WriteRow(std::span<const std::uint8_t> row) {
  return WriteOneRow(impl_->png, row.data()) ? Status() : impl_->error;
}

Result<OriginalFile> PngWriter::Finish(std::string name) {
  if (!WriteEnd(impl_->png, impl_->info)) return impl_->error;
  return OriginalFile::FromDescriptor(impl_->file.Surrender(), std::move(name));
}

}  // namespace sohoa
