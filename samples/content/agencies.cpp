// SPDX-License-Identifier: Apache-2.0
//
// Agencies of all levels, as their papers name them.
#include <array>
#include <utility>

#include "core/vietnamese.h"
#include "samples/content/sample_content.h"

namespace sohoa {
namespace {

struct NamedAgency {
  std::string_view name;
  std::string_view notation;
};

constexpr std::array kDepartments = {
    NamedAgency{"Sở Nội vụ", "SNV"},
    NamedAgency{"Sở Tư pháp", "STP"},
    NamedAgency{"Sở Tài chính", "STC"},
    NamedAgency{"Sở Y tế", "SYT"},
    NamedAgency{"Sở Xây dựng", "SXD"},
    NamedAgency{"Sở Công Thương", "SCT"},
    NamedAgency{"Sở Giáo dục và Đào tạo", "SGDĐT"},
    NamedAgency{"Sở Khoa học và Công nghệ", "SKHCN"},
    NamedAgency{"Sở Kế hoạch và Đầu tư", "SKHĐT"},
    NamedAgency{"Sở Tài nguyên và Môi trường", "STNMT"},
    NamedAgency{"Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT"},
    NamedAgency{"Sở Thông tin và Truyền thông", "STTTT"},
    NamedAgency{"Sở Giao thông vận tải", "SGTVT"}};

constexpr std::array kDivisions = {NamedAgency{"Phòng Nội vụ", "PNV"},
                                   NamedAgency{"Phòng Tư pháp", "PTP"},
                                   NamedAgency{"Phòng Giáo dục và Đào tạo", "PGDĐT"},
                                   NamedAgency{"Phòng Tài chính - Kế hoạch", "PTCKH"},
                                   NamedAgency{"Phòng Tài nguyên và Môi trường", "PTNMT"},
                                   NamedAgency{"Phòng Kinh tế và Hạ tầng", "PKTHT"}};

constexpr std::array kMinistries = {
    NamedAgency{"Bộ Tài chính", "BTC"},
    NamedAgency{"Bộ Y tế", "BYT"},
    NamedAgency{"Bộ Nội vụ", "BNV"},
    NamedAgency{"Bộ Tư pháp", "BTP"},
    NamedAgency{"Bộ Công an", "BCA"},
    NamedAgency{"Bộ Xây dựng", "BXD"},
    NamedAgency{"Bộ Công Thương", "BCT"},
    NamedAgency{"Bộ Quốc phòng", "BQP"},
    NamedAgency{"Bộ Giáo dục và Đào tạo", "BGDĐT"},
    NamedAgency{"Bộ Khoa học và Công nghệ", "BKHCN"},
    NamedAgency{"Bộ Nông nghiệp và Phát triển nông thôn", "BNNPTNT"}};

// "huyện Vân Khê" -> "Vân Khê".
std::string WithoutLevel(const std::string& place) {
  for (const std::string_view level :
       {"huyện ", "quận ", "thị xã ", "thị trấn ", "thành phố ", "phường ", "xã ", "tỉnh "}) {
    if (place.starts_with(level)) return place.substr(level.size());
  }
  return place;
}

// Long names stand on two lines, broken before "VÀ".
std::vector<std::string> NameLines(std::string_view name) {
  const std::string upper = ToUpper(name);
  const std::size_t at = upper.find(" VÀ ");
  if (ToCodePoints(upper).size() <= 27 || at == std::string::npos) return {upper};
  return {upper.substr(0, at), upper.substr(at + 1)};
}

void CommitteeOf(const std::string& place, std::string_view body, std::string_view short_body,
                 SampleAgency& agency) {
  agency.issuer = {ToUpper(body), ToUpper(place)};
  agency.normalized = std::string(short_body) + " " + place;
  agency.name = std::string(body) + " " + place;
  agency.notation = std::string(short_body);
  agency.body = ToUpper(body);
  agency.head = "Chủ tịch";
  agency.deputy = "Phó Chủ tịch";
}

void UnderCommittee(const std::string& place, SampleAgency& agency) {
  agency.superior = {"ỦY BAN NHÂN DÂN", ToUpper(place)};
  agency.superior_normalized = "UBND " + place;
}

}  // namespace

SampleAgency SampleContent::Agency(AgencyKind kind, const SamplePlace& place) {
  SampleAgency agency;
  agency.kind = kind;
  agency.place = place;
  agency.seat = place.province.name;
  switch (kind) {
    case AgencyKind::kProvince:
      CommitteeOf(place.Province(), "Ủy ban nhân dân", "UBND", agency);
      break;
    case AgencyKind::kDistrict:
      CommitteeOf(place.district, "Ủy ban nhân dân", "UBND", agency);
      agency.seat = WithoutLevel(place.district);
      break;
    case AgencyKind::kCommune:
      UnderCommittee(place.district, agency);
      CommitteeOf(place.commune, "Ủy ban nhân dân", "UBND", agency);
      if (Chance(50)) agency.superior.clear(), agency.superior_normalized.clear();
      agency.seat = WithoutLevel(place.commune);
      break;
    case AgencyKind::kProvinceCouncil:
      CommitteeOf(place.Province(), "Hội đồng nhân dân", "HĐND", agency);
      break;
    case AgencyKind::kDistrictCouncil:
      CommitteeOf(place.district, "Hội đồng nhân dân", "HĐND", agency);
      agency.seat = WithoutLevel(place.district);
      break;
    case AgencyKind::kDepartment: {
      const NamedAgency& one =
          kDepartments[static_cast<std::size_t>(random_.Below(kDepartments.size()))];
      UnderCommittee(place.Province(), agency);
      agency.issuer = NameLines(one.name);
      agency.normalized = std::string(one.name) + " " + std::string(place.province.name);
      agency.name = std::string(one.name) + " " + place.Province();
      agency.notation = one.notation;
      agency.head = "Giám đốc";
      agency.deputy = "Phó Giám đốc";
      break;
    }
    case AgencyKind::kDivision: {
      const NamedAgency& one =
          kDivisions[static_cast<std::size_t>(random_.Below(kDivisions.size()))];
      UnderCommittee(place.district, agency);
      agency.issuer = NameLines(one.name);
      agency.normalized = std::string(one.name) + " " + place.district;
      agency.name = std::string(one.name) + " " + place.district;
      agency.notation = one.notation;
      agency.seat = WithoutLevel(place.district);
      agency.head = "Trưởng phòng";
      agency.deputy = "Phó Trưởng phòng";
      break;
    }
    case AgencyKind::kOffice:
      UnderCommittee(place.Province(), agency);
      agency.issuer = {"VĂN PHÒNG"};
      agency.normalized = "Văn phòng UBND " + place.Province();
      agency.name = "Văn phòng Ủy ban nhân dân " + place.Province();
      agency.notation = "VP";
      agency.head = "Chánh Văn phòng";
      agency.deputy = "Phó Chánh Văn phòng";
      break;
    case AgencyKind::kMinistry: {
      const NamedAgency& one =
          kMinistries[static_cast<std::size_t>(random_.Below(kMinistries.size()))];
      agency.issuer = NameLines(one.name);
      agency.normalized = agency.name = one.name;
      agency.notation = one.notation;
      agency.seat = "Hà Nội";
      agency.head = "Bộ trưởng";
      agency.deputy = "Thứ trưởng";
      break;
    }
  }
  if (agency.seat == "Hồ Chí Minh") agency.seat = "Thành phố Hồ Chí Minh";
  return agency;
}

SampleAgency SampleContent::AnyAgency(std::initializer_list<AgencyKind> kinds) {
  return Agency(kinds.begin()[random_.Below(static_cast<int>(kinds.size()))]);
}

SampleSigning SampleContent::Signing(const SampleAgency& agency) {
  SampleSigning signing;
  if (!agency.body.empty()) {
    signing.lines.push_back("TM. " + agency.body);
  }
  const int kind = random_.Below(10);
  if (kind < 5) {
    signing.lines.push_back(ToUpper(agency.head));
    signing.position = agency.head;
  } else if (kind < 9) {
    signing.lines.push_back("KT. " + ToUpper(agency.head));
    signing.lines.push_back(ToUpper(agency.deputy));
    signing.position = agency.deputy;
  } else {
    signing.lines.push_back("Q. " + ToUpper(agency.head));
    signing.position = "Quyền " + agency.head;
  }
  return signing;
}

}  // namespace sohoa
