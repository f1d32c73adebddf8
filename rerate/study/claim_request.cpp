#include "rerate/study/claim_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/date.h"
#include "rerate/base/spelling.h"
#include "rerate/study/figures.h"

namespace rerate {
namespace {

constexpr std::size_t kMostClaims = 100, kMostFigures = 40, kMostMembers = 1000;

[[noreturn]] void wrong(const TomlValue& at, std::string what, std::string mend = {}) {
  refuse(ErrorCode::claim_value, std::move(what), std::move(mend), at.place());
}

// Sets whose members are dates: another text could not be one of them.
bool is_set_of_dates(const std::string& kind, const std::string& name) {
  constexpr std::string_view kOfEvents[] = {"episode_dates", "led_at", "not_led"};
  constexpr std::string_view kOfCurves[] = {"false_positives",       "pending",       "led_peaks",  "missed",
                                            "without_own_inversion", "no_steepening", "lower_after"};
  if (kind == "event_study") return std::ranges::find(kOfEvents, name) != std::end(kOfEvents);
  return kind == "curve_recessions" && std::ranges::find(kOfCurves, name) != std::end(kOfCurves);
}

// 1998, 1998-09 or 1998-09-30.
bool is_date_or_span(const std::string& text) {
  constexpr std::size_t kYear = 4, kMonth = 7, kDay = 10;
  if (text.size() == kYear) return parse_date(text + "-01-01").has_value();
  if (text.size() == kMonth) return parse_date(text + "-01").has_value();
  return text.size() == kDay && parse_date(text);
}

ClaimedMembers read_members(const std::string& kind, const std::string& name, const TomlValue& value) {
  const bool dates = is_set_of_dates(kind, figure_name(kind, name));
  ClaimedMembers claimed;
  for (const auto& element : value.array()) {
    const auto type = element.type();
    if (type != TomlValue::Type::text && type != TomlValue::Type::date)
      wrong(element, fmt::format("`{}` holds something that is no text", name.substr(0, 80)),
            "Write dates, years and names in quotes: [\"1966\", \"1998-09\"].");
    auto member = element.text();
    if (member.empty()) wrong(element, fmt::format("`{}` holds an empty text", name.substr(0, 80)));
    if (dates && !is_date_or_span(member))
      wrong(element, fmt::format("`{}` holds what is no date: {}", name.substr(0, 80), member.substr(0, 80)),
            "Write the year, the month or the day: \"1998\", \"1998-09\", \"1998-09-30\".");
    if (std::find(claimed.members.begin(), claimed.members.end(), member) != claimed.members.end())
      wrong(element, fmt::format("`{}` holds a member twice: {}", name.substr(0, 80), member.substr(0, 80)),
            "Name it once.");
    claimed.members.push_back(std::move(member));
    if (claimed.members.size() > kMostMembers)
      wrong(value, fmt::format("`{}` holds more than {} members", name.substr(0, 80), kMostMembers));
  }
  return claimed;
}

ClaimedNumber read_number(const std::string& name, const TomlValue& value) {
  const auto type = value.type();
  if (type != TomlValue::Type::number && type != TomlValue::Type::text)
    wrong(value, fmt::format("`{}` must be a number, or a list of texts", name.substr(0, 80)));
  const auto claimed =
      type == TomlValue::Type::number ? claimed_number(value.number()) : claimed_number(value.text());
  if (!claimed)
    wrong(value, fmt::format("`{}` is no plain decimal number", name.substr(0, 80)),
          "Write 32.2, or \"0.710\" where the last zero matters; a set as a list: [\"1966\"].");
  return *claimed;
}

double read_distance(const TomlValue& value) {
  const bool number = value.type() == TomlValue::Type::number;
  const double distance = number ? value.number() : -1;
  if (!(distance >= 0)) wrong(value, "`tolerance` must be a number that is not negative");
  return distance;
}

ClaimedNumber* number_of(ClaimedFigure& figure) { return std::get_if<ClaimedNumber>(&figure.claimed); }

void read_tolerance_by_figure(const TomlTable& table, const std::string& kind, ClaimRequest& request) {
  std::vector<std::string> names;
  for (const auto& figure : request.claim.figures) names.push_back(figure.name);
  for (const auto& key : table.keys()) {
    const auto value = *table.find(key);
    const auto at = std::find(names.begin(), names.end(), figure_name(kind, key));
    if (at == names.end())
      wrong(value, fmt::format("`tolerance` names a figure that is not claimed: {}", key.substr(0, 80)),
            did_you_mean(key, names, "Name one of the claim's figures."));
    auto* number = number_of(request.claim.figures[static_cast<std::size_t>(at - names.begin())]);
    const auto distance = read_distance(value);
    if (!number || number->counted)
      wrong(value, fmt::format("`{}` is counted, or a set: it has no tolerance", key.substr(0, 80)),
            "Leave it out.");
    number->tolerance = distance;
  }
}

void read_tolerance(const TomlValue& value, const std::string& kind, ClaimRequest& request) {
  if (value.type() == TomlValue::Type::table) return read_tolerance_by_figure(value.table(), kind, request);
  const auto distance = read_distance(value);
  for (auto& figure : request.claim.figures)
    if (auto* number = number_of(figure); number && !number->counted) number->tolerance = distance;
}

void add_figure(const std::string& key, const TomlValue& value, const std::string& kind,
                ClaimRequest& request) {
  ClaimedFigure figure{figure_name(kind, key), {}};
  for (const auto& before : request.claim.figures)
    if (before.name == figure.name)
      wrong(value,
            fmt::format("`{}` and another key of the claim are one figure: {}", key.substr(0, 80),
                        figure.name.substr(0, 80)),
            "Claim it once.");
  if (value.type() == TomlValue::Type::array) {
    figure.claimed = read_members(kind, key, value);
  } else {
    auto number = read_number(key, value);
    number.counted = meaning_of(kind, figure.name).counted;
    if (number.counted && number.decimals > 0)
      wrong(value, fmt::format("`{}` is counted: it is a whole number", key.substr(0, 80)));
    if (number.counted) number.tolerance = 0;
    figure.claimed = number;
  }
  request.claim.figures.push_back(std::move(figure));
  request.places.push_back(value.place());
}

ClaimRequest read_claim(const TomlValue& value, const std::string& kind) {
  const auto table = value.table();
  ClaimRequest request;
  request.place = value.place();
  for (const auto& key : table.keys()) {
    const auto given = *table.find(key);
    if (key == "words")
      request.words = given.text();
    else if (key != "tolerance")
      add_figure(key, given, kind, request);
    if (request.claim.figures.size() > kMostFigures)
      wrong(given, fmt::format("a claim has more than {} figures", kMostFigures),
            "Make several claims of it.");
  }
  if (request.claim.figures.empty())
    refuse(ErrorCode::claim_empty, "a claim claims nothing", {}, request.place);
  if (const auto tolerance = table.find("tolerance")) read_tolerance(*tolerance, kind, request);
  return request;
}

}  // namespace

std::vector<ClaimRequest> read_section_claims(const TomlTable& section, const std::string& kind) {
  std::vector<ClaimRequest> claims;
  const auto one = section.find("claim"), several = section.find("claims");
  if (one) claims.push_back(read_claim(*one, kind));
  if (!several) return claims;
  const auto listed = several->array();
  if (listed.empty()) refuse(ErrorCode::claim_empty, "`claims` is empty", {}, several->place());
  if (listed.size() > kMostClaims)
    several->refuse(fmt::format("`claims` holds {} claims, more than {}", listed.size(), kMostClaims));
  for (const auto& claim : listed) claims.push_back(read_claim(claim, kind));
  return claims;
}

}  // namespace rerate
