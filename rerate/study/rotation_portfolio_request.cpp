#include "rerate/study/rotation_portfolio_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/number_text.h"
#include "rerate/study/rotation_keys.h"

namespace rerate {
namespace {

constexpr int kMostMonths = 600, kUsualBest = 3;
constexpr double kAllOfIt = 10'000, kLargestAmount = 1e15;

// The table of a key; nothing when it is left out.
std::optional<TomlTable> part(const TomlTable& rotation, std::string_view key) {
  const auto value = rotation.find(key);
  return value ? std::optional(value->table()) : std::nullopt;
}

// Figures by sector, `otherwise` for those that are not named.
std::vector<double> by_sector(const TomlValue& value, const std::vector<NamedFormula>& sectors,
                              std::string_view key, KeyRange range, double otherwise) {
  const auto table = value.table();
  for (const auto& name : table.keys()) check_name_of(name, sectors, "sector", *table.find(name));
  std::vector<double> figures;
  for (const auto& sector : sectors) {
    const auto one = table.find(sector.name);
    figures.push_back(one ? number_within(*one, key, range) : otherwise);
  }
  return figures;
}

void check_bounds(double least, double most, const std::string& whose, const Place& place) {
  if (least <= most) return;
  refuse(ErrorCode::rotation_limits,
         fmt::format("the least weight {} ({}%) is above the most ({}%)", whose, shortest(100 * least),
                     shortest(100 * most)),
         {}, place);
}

// limits = { nodur = [0, 20] }; the others keep `least` and `most`.
void read_limits(const TomlValue& value, const std::vector<NamedFormula>& sectors,
                 PortfolioSettings& settings) {
  const auto table = value.table();
  for (const auto& name : table.keys()) check_name_of(name, sectors, "sector", *table.find(name));
  for (const auto& sector : sectors) {
    double least = settings.least, most = settings.most;
    if (const auto given = table.find(sector.name)) {
      const auto ends = given->array();
      if (ends.size() != 2)
        given->refuse(fmt::format("the limits of `{}` must be two figures", sector.name),
                      "Write the least and the most in percent: [0, 20].");
      least = number_within(ends[0], "least", {-100, 100}) / 100;
      most = number_within(ends[1], "most", {-100, 100}) / 100;
      check_bounds(least, most, fmt::format("of `{}`", sector.name), given->place());
    }
    settings.sector_least.push_back(least);
    settings.sector_most.push_back(most);
  }
}

void read_bounds(const TomlTable& table, const std::vector<NamedFormula>& sectors,
                 PortfolioSettings& settings) {
  settings.limits_place = table.place();
  for (const auto* key : {"turnover", "tracking_error", "most", "least", "limits"})
    if (const auto value = table.find(key)) settings.limits_place = value->place();
  settings.least = read_percent(table, "least", settings.least, {-100, 100});
  settings.most = read_percent(table, "most", settings.most, {-100, 100});
  check_bounds(settings.least, settings.most, "of a sector", settings.limits_place);
  if (const auto limits = table.find("limits")) read_limits(*limits, sectors, settings);
  if (const auto error = table.find("tracking_error"))
    settings.tracking_error = number_within(*error, "tracking_error", {0, 100, true}) / 100;
  if (const auto turnover = table.find("turnover"))
    settings.most_turnover = number_within(*turnover, "turnover", {0, 200, true}) / 100;
}

void read_benchmark_weights(const TomlTable& table, const std::vector<NamedFormula>& sectors,
                            PortfolioSettings& settings) {
  const auto value = table.find("benchmark_weights");
  if (!value) return;
  settings.benchmark = by_sector(*value, sectors, "benchmark_weights", {0, 100}, 0);
  for (double& weight : settings.benchmark) weight /= 100;
  if (std::none_of(settings.benchmark.begin(), settings.benchmark.end(), [](double w) { return w > 0; }))
    value->refuse("`benchmark_weights` are all 0", "Give shares in percent, or leave it out for equal ones.");
}

void read_best(const TomlTable& table, std::size_t sectors, PortfolioSettings& settings) {
  const bool all_by_itself = settings.rule == PortfolioRule::minimum_variance;
  settings.k = all_by_itself ? 0 : std::min(kUsualBest, static_cast<int>(sectors));
  if (const auto k = table.find("k")) {
    const bool all = all_by_itself && k->integer() == 0;
    if (!all) settings.k = count_of_best(*k, sectors);
  }
  const bool both_sides = settings.long_short && settings.rule == PortfolioRule::top_k;
  if (both_sides && 2 * static_cast<std::size_t>(settings.k) > sectors)
    refuse(ErrorCode::rotation_universe,
           fmt::format("{} best and {} worst are more than the {} sectors", settings.k, settings.k, sectors),
           "Lower `k`, or leave out long_short = true.", place_of(table, "k"));
}

void read_cost(const TomlTable& table, TradingSettings& settings) {
  const auto cost = table.find("cost_bp");
  if (!cost) return;
  const double number = cost->number();
  if (number < 0)
    refuse(ErrorCode::rotation_costs, fmt::format("`cost_bp` must not be below 0: {}", shortest(number)),
           "Costs are paid: write 10 for 10 basis points of what is traded.", cost->place());
  if (number >= kAllOfIt)
    refuse(ErrorCode::rotation_costs,
           fmt::format("`cost_bp` of {} is {}% of what is traded: nothing would be left", shortest(number),
                       shortest(number / 100)),
           "Write basis points, one way: 10 is 0.1%.", cost->place());
  settings.cost_rate = number / kAllOfIt;
}

void read_impact(const TomlTable& table, const std::vector<NamedFormula>& sectors,
                 TradingSettings& settings) {
  settings.impact_coefficient = read_number(table, "impact", 0, {0, 100});
  settings.capital = read_number(table, "capital", 0, {0, kLargestAmount, true});
  if (const auto volume = table.find("volume")) {
    settings.volume = by_sector(*volume, sectors, "volume", {0, kLargestAmount, true}, 0);
    for (std::size_t i = 0; i < sectors.size(); ++i)
      if (settings.volume[i] == 0)
        refuse(ErrorCode::rotation_costs, fmt::format("`volume` leaves out `{}`", sectors[i].name),
               "Give the value traded a day of every sector, in the unit of `capital`.", volume->place());
  }
  if (settings.impact_coefficient > 0 && (settings.capital == 0 || settings.volume.empty()))
    refuse(ErrorCode::rotation_costs,
           fmt::format("`impact` stands without `{}`", settings.capital == 0 ? "capital" : "volume"),
           "An impact needs `capital` and `volume`: what is traded against what the market trades a day.",
           place_of(table, "impact"));
}

}  // namespace

bool has_limits(PortfolioRule rule) {
  return rule == PortfolioRule::minimum_variance || rule == PortfolioRule::mean_variance_tilt;
}

CrossSection standing_of(const TomlValue& value) {
  return word_among(value, "standing", {"z", "rank"}) == 0 ? CrossSection::z_score : CrossSection::rank;
}

int rebalance_months_of(const TomlValue& value) {
  const auto word = value.text();
  if (word == "day" || word == "week")
    refuse(
        ErrorCode::rotation_frequency,
        fmt::format("rebalance = \"{}\" is finer than what decides: signals are of the ends of months", word),
        "Write \"month\" or \"quarter\".", value.place());
  return word_among(value, "rebalance", {"month", "quarter"}) == 0 ? 1 : 3;
}

int trade_lag_of(const TomlValue& value) {
  return word_among(value, "trade", {"close", "next"}) == 0 ? 0 : 1;
}

int count_of_best(const TomlValue& value, std::size_t sectors) {
  const auto k = value.integer();
  if (k >= 1 && static_cast<std::uint64_t>(k) <= sectors) return static_cast<int>(k);
  if (k >= 1)
    refuse(ErrorCode::rotation_universe,
           fmt::format("`k` ({}) is above the number of sectors ({})", k, sectors),
           "Lower `k`, or add sectors.", value.place());
  value.refuse(fmt::format("`k` must be between 1 and {}, not {}", sectors, k));
}

ScoreSettings read_score(const TomlTable& rotation) {
  ScoreSettings settings;
  const auto table = part(rotation, "score");
  if (!table) return settings;
  if (const auto standing = table->find("standing")) settings.cross_section = standing_of(*standing);
  settings.winsorise_at = read_number(*table, "winsorise", settings.winsorise_at, {0, 100, true});
  settings.weights = read_word(*table, "weights", settings.weights, SignalWeights::elastic_net);
  settings.first_window = read_months(*table, "first_window", settings.first_window, 12, kMostMonths);
  settings.refit_every = read_months(*table, "refit", settings.refit_every, 1, 120);
  settings.horizon = read_months(*table, "horizon", settings.horizon, 1, 60);
  settings.embargo = read_months(*table, "embargo", settings.embargo, 0, 60);
  settings.penalty = read_number(*table, "penalty", settings.penalty, {1e-10, 1e10});
  settings.net_share = read_number(*table, "share", settings.net_share, {0, 1});
  settings.folds = read_count(*table, "folds", settings.folds, 2, 20);
  table->finish("`score`");
  return settings;
}

PortfolioSettings read_portfolio(const TomlTable& rotation, const std::vector<NamedFormula>& sectors) {
  PortfolioSettings settings;
  settings.place = settings.limits_place = place_of(rotation, "portfolio");
  const auto table = part(rotation, "portfolio");
  if (!table) {
    settings.k = std::min(kUsualBest, static_cast<int>(sectors.size()));
    return settings;
  }
  settings.rule = read_word(*table, "rule", settings.rule, PortfolioRule::mean_variance_tilt);
  settings.long_short = table->boolean("long_short").value_or(false);
  if (settings.long_short && has_limits(settings.rule))
    refuse(ErrorCode::rotation_portfolio,
           fmt::format("`long_short` is not for the rule {}", to_string(settings.rule)),
           "Its limits say how far a weight may go below 0: write least = -20.",
           place_of(*table, "long_short"));
  read_best(*table, sectors.size(), settings);
  if (const auto rebalance = table->find("rebalance"))
    settings.rebalance_months = rebalance_months_of(*rebalance);
  settings.covariance_window = read_months(*table, "window", settings.covariance_window, 12, kMostMonths);
  settings.risk_aversion = read_number(*table, "risk_aversion", settings.risk_aversion, {0.001, 1e6});
  settings.return_per_score = read_percent(*table, "return_per_score", settings.return_per_score, {0, 100});
  read_bounds(*table, sectors, settings);
  read_benchmark_weights(*table, sectors, settings);
  table->finish("`portfolio`");
  return settings;
}

TradingSettings read_trading(const TomlTable& rotation, const std::vector<NamedFormula>& sectors) {
  TradingSettings settings;
  settings.place = place_of(rotation, "trading");
  const auto table = part(rotation, "trading");
  if (!table) return settings;
  if (const auto trade = table->find("trade")) settings.trade_lag = trade_lag_of(*trade);
  read_cost(*table, settings);
  read_impact(*table, sectors, settings);
  if (const auto band = table->find("band"))
    settings.no_trade_band = number_within(*band, "band", {0, 100}) / 100;
  table->finish("`trading`");
  return settings;
}

}  // namespace rerate
