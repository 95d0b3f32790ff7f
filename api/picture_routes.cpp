// SPDX-License-Identifier: Apache-2.0
#include "api/picture_routes.h"

#include "api/iiif.h"

namespace sohoa {
namespace {

// Other sites' viewers may show an image whose page id they know; ids cannot be guessed.
void AllowOtherSites(HttpResponse& response) {
  response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  response.headers.emplace_back("Cache-Control", "private, max-age=300");
}

std::string ImageAddress(const HttpRequest& request) {
  return "http://" + request.host + "/v1/iiif/" + request.parts.at("page");
}

HttpResponse Redirect(const HttpRequest& request) {
  HttpResponse response;
  response.status = 303;
  response.content_type.clear();
  response.headers.emplace_back("Location", "/v1/iiif/" + request.parts.at("page") + "/info.json");
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
  record = context.archive.GetPageRecord(part("page"), true);
  if (!record) return ProblemResponse(record.status());
  Result<std::string> picture = context.pictures.Render(record->layer, *asked);
  if (!picture) return ProblemResponse(picture.status());
  HttpResponse response;
  response.content_type = asked->format == PictureRequest::Format::kPng ? "image/png" : "image/jpeg";
  response.body = std::move(*picture);
  AllowOtherSites(response);
  return response;
}

}  // namespace

void AddPictureRoutes(Router& router, const RouteContext& context) {
  router.Add({"GET", "/v1/iiif/{page}", "Goes to the image's info.json", {}, {}, {},
              [](const HttpRequest& r) { return Redirect(r); }, 303});
  router.Add({"GET", "/v1/iiif/{page}/info.json", "Size and abilities of a page's image (IIIF Image API 3)", {},
              {"application/ld+json"}, {404}, [context](const HttpRequest& r) { return Info(context, r); }});
  router.Add({"GET", "/v1/iiif/{page}/{region}/{size}/{rotation}/{quality}.{format}",
              "A page's image or a part of it (IIIF Image API 3, level 2)", {}, {"image/jpeg", "image/png"}, {400, 404, 503},
              [context](const HttpRequest& r) { return Picture(context, r); }});
}

}  // namespace sohoa
