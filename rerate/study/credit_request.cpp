#include "rerate/study/credit_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/events/question_types.h"
#include "rerate/models/curve_recessions.h"
#include "rerate/study/turning_point_request.h"

namespace rerate {
namespace {

constexpr std::size_t kMostSectors = 40, kMostConstituents = 500;

std::optional<SeriesUse> find_use(const TomlTable& table, std::string role) {
  const auto value = table.find(role);
  if (!value) return std::nullopt;
  return SeriesUse{std::move(role), value->text(), value->inner_place()};
}

SeriesUse require_use(const TomlTable& table, std::string role, std::string_view example) {
  const auto value = table.require(role, example);
  return {std::move(role), value.text(), value.inner_place()};
}

// A number above 0.
std::optional<double> read_positive(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  if (!value) return std::nullopt;
  const double number = value->number();
  if (number <= 0 || number > kMostSpread)
    value->refuse(fmt::format("`{}` must be above 0 and at most {}, not {}", key, shortest(kMostSpread),
                              shortest(number)));
  return number;
}

CreditRequest::Condition read_condition(const TomlValue& value, const std::string& state) {
  if (value.type() == TomlValue::Type::text) return SeriesUse{state, value.text(), value.inner_place()};
  const auto table = value.table();
  const CreditThresholds thresholds{table.number("percentile"), table.number("change_3m")};
  table.finish("the rule of a state");
  if (!thresholds.percentile && !thresholds.change_3m)
    refuse(ErrorCode::credit_rule, fmt::format("`{}` has no threshold", state), {}, value.place());
  return thresholds;
}

// What of the rule needs no series.
void check_thresholds(const CreditRequest& request) {
  CreditStateRule rule;
  const auto thresholds = [](const std::optional<CreditRequest::Condition>& condition) {
    const auto* found = condition ? std::get_if<CreditThresholds>(&*condition) : nullptr;
    return found ? *found : CreditThresholds{};
  };
  rule.stress = thresholds(request.stress);
  rule.watch = thresholds(request.watch);
  const auto any = [](const CreditStateRule::Condition& condition) {
    const auto& found = std::get<CreditThresholds>(condition);
    return found.percentile || found.change_3m;
  };
  if (any(rule.stress) || any(rule.watch)) check_state_rule(rule, request.rule_place);
}

void read_rule(const TomlTable& table, CreditRequest& request) {
  request.rule_place = request.place;
  const auto value = table.find("state");
  if (!value) return;
  request.rule_place = value->place();
  const auto rule = value->table();
  if (const auto stress = rule.find("stress")) request.stress = read_condition(*stress, "stress");
  if (const auto watch = rule.find("watch")) request.watch = read_condition(*watch, "watch");
  rule.finish("`state`");
  if (!request.stress && !request.watch)
    refuse(ErrorCode::credit_rule, "`state` names neither `stress` nor `watch`", {}, request.rule_place);
  check_thresholds(request);
}

void read_weights(const TomlTable& table, CreditRequest& request) {
  const auto value = table.find("weights");
  if (!value) return;
  request.weights_place = value->place();
  if (request.sectors.empty())
    value->refuse("`weights` need `sectors`", "Name the sectors: sectors = { energy = \"mine.energy\" }.");
  const auto weights = value->table();
  for (const auto& name : weights.keys()) check_name_of(name, request.sectors, "sector", *weights.find(name));
  std::vector<CreditSector> sectors;
  for (const auto& sector : request.sectors) {
    const auto weight = weights.number(sector.name);
    if (!weight)
      refuse(ErrorCode::credit_weights, fmt::format("the sector `{}` has no weight", sector.name),
             "Give a weight to every sector, or to none.", request.weights_place);
    if (*weight <= 0)
      refuse(ErrorCode::credit_weights,
             fmt::format("the weight of the sector `{}` must be above 0, not {}", sector.name,
                         shortest(*weight)),
             {}, weights.find(sector.name)->place());
    request.weights.push_back(*weight);
    sectors.push_back({sector.name, nullptr, *weight, {}});
  }
  shares_of_weights(sectors, request.weights_place);
}

void read_sectors_of(const TomlTable& table, CreditRequest& request) {
  if (const auto sectors = table.find("sectors"))
    request.sectors = read_named_formulas(*sectors, "sector", kMostSectors);
  read_weights(table, request);
  request.sector_gap = read_positive(table, "sector_gap").value_or(request.sector_gap);
  request.tolerance = read_positive(table, "tolerance");
}

CreditRequest::Constituent read_constituent(const std::string& name, const TomlValue& value) {
  constexpr std::size_t kLongestName = 40;
  if (!is_plain_name(name) || name.empty() || name.size() > kLongestName)
    value.refuse(fmt::format("`{}` is no name for a constituent", name.substr(0, 80)),
                 fmt::format("Names are lower case letters, digits and _, at most {}.", kLongestName));
  const auto table = value.table();
  CreditRequest::Constituent one;
  one.name = name;
  one.title = table.text("title").value_or(name);
  one.spread = require_use(table, "spread", "spread = \"mine.acme_spread\"");
  const auto weight = table.require("weight", "weight = \"mine.acme_value\", or a number");
  one.weight = read_given_figure(weight, "weight");
  one.weight_place = weight.type() == TomlValue::Type::text ? weight.inner_place() : weight.place();
  const auto* number = std::get_if<double>(&one.weight);
  if (number && (*number <= 0 || *number > kMostWeight))
    refuse(ErrorCode::credit_weights,
           fmt::format("the weight of the constituent `{}` must be above 0 and at most {}, not {}", name,
                       shortest(kMostWeight), shortest(*number)),
           {}, one.weight_place);
  table.finish("a constituent");
  return one;
}

void read_distress(const TomlTable& table, CreditRequest& request) {
  const auto value = table.find("distress");
  if (!value) return;
  request.distress_place = value->place();
  const auto distress = value->table();
  request.distress_above = read_positive(distress, "above");
  const auto listed =
      distress.require("constituents", "constituents = { acme = { spread = \"mine.acme\", weight = 1 } }");
  const auto constituents = listed.table();
  for (const auto& name : constituents.keys())
    request.constituents.push_back(read_constituent(name, *constituents.find(name)));
  if (request.constituents.empty()) listed.refuse("no constituent is named", "Name at least one.");
  if (request.constituents.size() > kMostConstituents)
    listed.refuse(
        fmt::format("{} constituents are more than {}", request.constituents.size(), kMostConstituents));
  distress.finish("`distress`");
}

std::string a_series(const TypedSeries& series) {
  return fmt::format("`{}` is {} {} {} in {}", series.name,
                     series.type.frequency == Frequency::annual ? "an" : "a",
                     to_string(series.type.frequency), to_string(series.type.kind),
                     series.type.unit.empty() ? "no unit" : series.type.unit);
}

bool may_be_spread(const SeriesType& type) {
  const bool often = type.frequency == Frequency::daily || type.frequency == Frequency::weekly ||
                     type.frequency == Frequency::monthly;
  return type.kind == Kind::spread && often && point_in(type.unit);
}

void check_spread(const TypedSeries& series, const SeriesUse& use) {
  if (!may_be_spread(series.type))
    refuse(ErrorCode::credit_type,
           fmt::format("`{}` must be a credit spread, but {}", use.role, a_series(series)), {}, use.place);
}

// Percent and pp are one.
void check_like(const TypedSeries& series, const SeriesUse& use, const TypedSeries& index,
                std::string_view role) {
  const bool unit = point_in(series.type.unit) == point_in(index.type.unit);
  if (may_be_spread(series.type) && unit && series.type.frequency == index.type.frequency) return;
  refuse(ErrorCode::credit_sector,
         fmt::format("the {} must be a spread like the index, but {}, and {}", role, a_series(series),
                     a_series(index)),
         {}, use.place);
}

void check_condition(const std::optional<CreditRequest::Condition>& condition, const TypedSeries& index,
                     const TypeOfUse& typed) {
  const auto* use = condition ? std::get_if<SeriesUse>(&*condition) : nullptr;
  if (!use) return;
  const auto series = typed(*use);
  if (series.type.kind == Kind::indicator && series.type.frequency == index.type.frequency) return;
  refuse(ErrorCode::credit_rule,
         fmt::format("`{}` must be a {} indicator, as the spread is, but `{}` is a {} {}", use->role,
                     to_string(index.type.frequency), series.name, to_string(series.type.frequency),
                     to_string(series.type.kind)),
         "Write a comparison of the spread: \"percentile(spread) >= 80\".", use->place);
}

void check_recession(const TypedSeries& recession, const Place& place) {
  if (is_monthly_indicator(recession.type)) return;
  refuse(ErrorCode::recession_indicator,
         fmt::format("`recession` must be a monthly indicator, but {}", a_series(recession)), {}, place);
}

}  // namespace

CreditRequest read_credit_request(const TomlTable& table, const SeriesUse& recessions) {
  CreditRequest request;
  request.place = request.crests_place = table.place();
  request.spread = require_use(table, "spread", "spread = \"credit.gz_spread\"");
  request.ebp = find_use(table, "ebp");
  request.asset = find_use(table, "asset");
  request.recession = find_use(table, "recession");
  if (!request.recession && !recessions.formula.empty())
    request.recession = SeriesUse{"recession", recessions.formula, recessions.place};
  if (const auto crest = table.find("crest")) {
    request.crests_place = crest->place();
    const auto rule = crest->table();
    request.crests = read_turning_point(rule, rule, Side::above);
    check_rule(EpisodeRule{*request.crests}, request.crests_place);
  }
  read_rule(table, request);
  read_sectors_of(table, request);
  read_distress(table, request);
  return request;
}

std::vector<SeriesUse> uses_of(const CreditRequest& request) {
  std::vector<SeriesUse> uses = {request.spread};
  for (const auto* use : {&request.ebp, &request.recession, &request.asset})
    if (*use) uses.push_back(**use);
  for (const auto* condition : {&request.stress, &request.watch})
    if (*condition)
      if (const auto* use = std::get_if<SeriesUse>(&**condition)) uses.push_back(*use);
  for (const auto& sector : request.sectors) uses.push_back(sector.use);
  for (const auto& one : request.constituents) {
    uses.push_back(one.spread);
    add_use(one.weight, uses);
  }
  return uses;
}

void check_types(const CreditRequest& request, const TypeOfUse& typed) {
  const auto index = typed(request.spread);
  check_spread(index, request.spread);
  if (request.ebp) check_spread(typed(*request.ebp), *request.ebp);
  check_condition(request.stress, index, typed);
  check_condition(request.watch, index, typed);
  for (const auto& sector : request.sectors)
    check_like(typed(sector.use), sector.use, index, fmt::format("sector `{}`", sector.name));
  for (const auto& one : request.constituents)
    check_like(typed(one.spread), one.spread, index, fmt::format("constituent `{}`", one.name));
  if (request.recession) check_recession(typed(*request.recession), request.recession->place);
  if (request.asset) {
    QuestionPlaces places;
    places.asset = request.asset->place;
    check_price_types(typed(*request.asset), nullptr, places);
  }
}

}  // namespace rerate
