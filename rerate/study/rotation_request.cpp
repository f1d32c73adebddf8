#include "rerate/study/rotation_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rerate/base/spelling.h"
#include "rerate/study/rotation_keys.h"
#include "rerate/study/rotation_portfolio_request.h"
#include "rerate/study/rotation_variants_request.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr std::size_t kMostSectors = 60, kMostStates = 12;
constexpr int kFewestDraws = 100, kMostDraws = 20'000;

std::optional<SeriesUse> find_use(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  if (!value) return std::nullopt;
  return SeriesUse{std::string(key), value->text(), value->inner_place()};
}

// Tables have columns of these names beside one for each sector.
void check_sector_name(const NamedFormula& sector) {
  for (const auto* taken : {"date", "month", "cash"})
    if (sector.name == taken)
      refuse(ErrorCode::study_file, fmt::format("a sector may not be called `{}`", sector.name),
             "The table of weights has a column of that name; choose another.", sector.use.place);
}

std::vector<NamedFormula> read_sectors(const TomlTable& table) {
  const auto listed =
      table.require("sectors", "sectors = { nodur = \"index(french.industry_nodur)\", durbl = \"...\" }");
  auto sectors = read_named_formulas(listed, "sector", kMostSectors);
  if (sectors.size() < 2)
    refuse(ErrorCode::rotation_universe, "one sector is nothing to rotate among", "Name two at least.",
           listed.place());
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    check_sector_name(sectors[i]);
    for (std::size_t j = 0; j < i; ++j)
      if (sectors[i].use.formula == sectors[j].use.formula)
        refuse(
            ErrorCode::study_file,
            fmt::format("the sectors `{}` and `{}` have the same formula", sectors[j].name, sectors[i].name),
            "Leave one of them out.", sectors[i].use.place);
  }
  return sectors;
}

void read_benchmark(const TomlTable& table, RotationRequest& request) {
  request.market = find_use(table, "market");
  request.benchmark_is_market = request.market.has_value();
  request.benchmark_place = request.place;
  const auto benchmark = table.find("benchmark");
  if (!benchmark) return;
  request.benchmark_place = benchmark->place();
  request.benchmark_is_market = word_among(*benchmark, "benchmark", {"equal", "market"}) == 1;
  if (request.benchmark_is_market && !request.market)
    benchmark->refuse("`benchmark` is \"market\", but there is no `market`",
                      "Add market = \"FORMULA\", or write \"equal\".");
}

void read_only_above_zero(const TomlTable& table, RotationRequest& request) {
  const auto value = table.find("only_above_zero");
  if (!value) return;
  std::vector<std::string> names;
  for (const auto& one : request.signals) names.push_back(one.signal.name);
  request.definition.only_above_zero = names[word_among(*value, "only_above_zero", names)];
}

void read_link(const TomlTable& table, std::string_view key, std::string& id, Place& place) {
  const auto value = table.find(key);
  place = place_of(table, key);
  if (!value) return;
  id = value->text();
  if (id.empty()) value->refuse(fmt::format("`{}` is empty", key), "Name the id of a section of this study.");
}

void add(std::vector<SeriesUse>& uses, const std::vector<NamedFormula>& formulas) {
  for (const auto& one : formulas) uses.push_back(one.use);
}

void add(std::vector<SeriesUse>& uses, const std::optional<SeriesUse>& use) {
  if (use) uses.push_back(*use);
}

// Sectors in any order are one universe; their names and titles say nothing.
std::string universe_of(const RotationRequest& request) {
  std::vector<std::string> sectors;
  for (const auto& sector : request.sectors) sectors.push_back(sector.use.formula);
  std::sort(sectors.begin(), sectors.end());
  std::string text = "universe";
  for (const auto& sector : sectors) text += fmt::format(" [{}]", sector);
  if (request.from) text += " from " + to_string(*request.from);
  if (request.cash) text += fmt::format(" cash [{}]", request.cash->formula);
  const bool market = request.benchmark_is_market && request.market;
  return text + (market ? fmt::format(" against [{}]", request.market->formula) : " against equal weights");
}

}  // namespace

RotationRequest read_rotation(const TomlTable& table) {
  RotationRequest request;
  request.place = table.place();
  request.sectors = read_sectors(table);
  request.cash = find_use(table, "cash");
  read_benchmark(table, request);
  request.from = read_date(table, "from", Edge::first_day);
  request.signals = read_rotation_signals(
      table.require("signals", "[rotation.signals] with momentum = { months = 12, skip = 1 }"),
      request.sectors);
  read_only_above_zero(table, request);
  request.definition.score = read_score(table);
  request.definition.portfolio = read_portfolio(table, request.sectors);
  request.definition.trading = read_trading(table, request.sectors);
  if (const auto variants = table.find("variants")) {
    request.has_variants = true;
    request.variants = read_variants(*variants, request.sectors);
  }
  if (const auto states = table.find("states"))
    request.states = read_named_formulas(*states, "state", kMostStates);
  read_link(table, "scenarios", request.scenarios_of, request.scenarios_place);
  read_link(table, "regimes", request.regimes_of, request.regimes_place);
  const bool macro = std::any_of(request.signals.begin(), request.signals.end(),
                                 [](const auto& one) { return one.signal.kind == SignalKind::macro; });
  if (!request.scenarios_of.empty() && !macro)
    table.find("scenarios")
        ->refuse("`scenarios` needs a signal of the kind macro",
                 "Its betas are what a scenario's changes are multiplied by.");
  request.draws = read_count(table, "draws", request.draws, kFewestDraws, kMostDraws);
  request.definition.universe = universe_of(request);
  return request;
}

std::vector<SeriesUse> uses_of(const RotationRequest& request) {
  std::vector<SeriesUse> uses;
  add(uses, request.sectors);
  add(uses, request.market);
  add(uses, request.cash);
  for (const auto& signal : request.signals) {
    for (const auto& figures : signal.figures) add(uses, figures);
    add(uses, signal.drivers);
  }
  add(uses, request.states);
  if (const auto& linked = request.scenarios) {
    uses.push_back(linked->price);
    add(uses, linked->drivers);
    for (const auto& scenario : linked->scenarios)
      for (const auto& [driver, use] : scenario.set_formulas) uses.push_back(use);
    add(uses, linked->recession);
  }
  if (request.regimes)
    for (const auto& feature : request.regimes->features) uses.push_back(feature.named.use);
  return uses;
}

}  // namespace rerate
