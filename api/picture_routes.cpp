// SPDX-License-Identifier: Apache-2.0
#include "api/picture_routes.h"

#include "api/entity_tag.h"
#include "api/iiif.h"
#include "workers/spooled_file.h"

namespace sohoa {
namespace {

constexpr std::size_t kPiece = 1 << 20;
constexpr int kSampleHeight = 600;


// Other sites' viewers may show an image whose page id they know; ids cannot be guessed.
void AllowOtherSites(HttpResponse& response) {
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.headers.emplace_back("Cache-Control", "private, max-age=300");
}

std::string ImageAddress(const HttpRequest& request) {
  return (request.is_secure ? "https://" : "http://") + request.host + "/v1/iiif/" + request.parts.at("page");
}

HttpResponse Redirect(const HttpRequest& request) {
  HttpResponse response;
  response.status = 303;
  response.content_type.clear();
  response.headers.emplace_back("Location", request.path + "/info.json");
  return response;
}

HttpResponse Info(const RouteContext& context, const HttpRequest& request) {
  const Result<PageRecord> record = context.archive.GetPageRecord(request.parts.at("page"), false);
  if (!record) return ProblemResponse(record.status());
  HttpResponse response;
  response.content_type = "application/ld+json;profile=\"http://iiif.io/api/image/3/context.json\"";
  response.body = IiifInfoJson(ImageAddress(request), record->layer.width, record->layer.height);
  AllowOtherSites(response);
  return response;
}

HttpResponse Picture(const RouteContext& context, const HttpRequest& request) {
  const auto part = [&](const char* name) { return request.parts.at(name); };
  Result<PageRecord> record = context.archive.GetPageRecord(part("page"), false);
  if (!record) return ProblemResponse(record.status());
  const Result<PictureRequest> asked =
      ParseIiifRequest(part("region"), part("size"), part("rotation"), part("quality"), part("format"),
                       record->layer.width, record->layer.height);
  if (!asked) return ProblemResponse(asked.status());
  const Result<PageEntry> entry = context.archive.FindPage(part("page"));
  if (!entry) return ProblemResponse(entry.status());
  HttpResponse response;
  response.content_type = asked->format == PictureRequest::Format::kPng ? "image/png" : "image/jpeg";
  AllowOtherSites(response);
  // A picture is the same for as long as the page's record is; who has it costs no reader (the router says 304).
  const std::string tag = EntityTagOf(entry->page.record.Hex() + request.path);
  response.headers.emplace_back("ETag", tag);
  if (ClientHas(request, tag)) return response;
  record = context.archive.GetPageRecord(part("page"), true);
  if (!record) return ProblemResponse(record.status());
  Result<std::string> picture = context.pictures.Render(record->layer, *asked);
  if (!picture) return ProblemResponse(picture.status());
  response.body = std::move(*picture);
  return response;
}

Result<OriginalFile> OpenOriginal(const RouteContext& context, const Sha256& name) {
  const Result<BlobInfo> info = context.archive.blobs().Stat(name);
  if (!info) return info.status();
  Result<SpooledFile> file = SpooledFile::Make(info->size);
  if (!file) return file.status();
  while (file->size() < info->size) {
    const Result<std::string> piece = context.archive.blobs().Read(name, file->size(), kPiece);
    if (!piece) return piece.status();
    if (const Status appended = file->Append(*piece); !appended.ok()) return appended;
  }
  return file->Open("original");
}

// What an operator sees before deciding on a page that could not go on.
HttpResponse Sample(const RouteContext& context, const HttpRequest& request) {
  const Result<QuarantinedPage> page = context.queries.FindQuarantined(request.parts.at("page"));
  if (!page) return ProblemResponse(page.status());
  if (page->stage == kSecrecyStage) {
    return ProblemResponse(Status(StatusCode::kDenied, "show page " + page->page_id + ": it is set aside for a degree of secrecy, and no picture of it is given; look at the paper"));
  }
  const Result<OriginalFile> original = OpenOriginal(context, page->source.original);
  if (!original) return ProblemResponse(original.status());
  Result<std::string> picture = context.pictures.Sample(*original, page->source.index, kSampleHeight);
  if (!picture) return ProblemResponse(picture.status());
  HttpResponse response;
  response.content_type = "image/jpeg";
  response.body = std::move(*picture);
  response.headers.emplace_back("Cache-Control", "private, no-store");
  return response;
}

}  // namespace

void AddPictureRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kRead, RouteObject::kPage, "page"),
             {"GET", "/v1/iiif/{page}", "Goes to the image's info.json", {}, {}, {},
              [](const HttpRequest& r) { return Redirect(r); }, 303});
  router.Add(Needs(Action::kRead, RouteObject::kPage, "page"),
             {"GET", "/v1/iiif/{page}/info.json", "Size and abilities of a page's image (IIIF Image API 3)", {},
              {"application/ld+json"}, {404}, [context](const HttpRequest& r) { return Info(context, r); }, 200, {}, true});
  router.Add(Needs(Action::kRead, RouteObject::kPage, "page"),
             {"GET", "/v1/iiif/{page}/{region}/{size}/{rotation}/{quality}.{format}",
              "A page's image or a part of it (IIIF Image API 3, level 2)", {}, {"image/jpeg", "image/png"}, {400, 404, 503},
              [context](const HttpRequest& r) { return Picture(context, r); }, 200, {}, true});
  router.Add(Needs(Action::kRead, RouteObject::kQuarantined, "page"),
             {"GET", "/v1/quarantine/{page}/sample", "A small picture of a page that could not go on; 422 where it cannot be decoded", {},
              {"image/jpeg"}, {404, 422, 503}, [context](const HttpRequest& r) { return Sample(context, r); }});
}

}  // namespace sohoa
