#include "rerate/models/policy_multiple.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/models/estimation_sample.h"
#include "rerate/models/estimation_words.h"
#include "rerate/models/periods_a_year.h"
#include "rerate/regression/ols.h"
#include "rerate/statistics/block_length.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinite = std::numeric_limits<double>::infinity();

void check_frequencies(const PolicyMultipleQuestion& question) {
  const auto wanted = question.multiple->type.frequency;
  if (!is_regular(wanted))
    refuse(ErrorCode::event_frequency,
           fmt::format("multiples are set against policy by month, quarter or year, but `{}` is {}",
                       question.multiple->name, to_string(wanted)),
           {}, question.place);
  for (const auto* series : {question.funds_rate, question.balance_sheet})
    if (series && series->type.frequency != wanted)
      refuse(ErrorCode::event_frequency,
             fmt::format("the multiple is {}, but `{}` is {}", to_string(wanted), series->name,
                         to_string(series->type.frequency)),
             {}, question.place);
}

void check_edges(const PolicyMultipleQuestion& question) {
  const auto& edges = question.band_edges;
  for (std::size_t i = 0; i < edges.size(); ++i)
    if (!std::isfinite(edges[i]) || (i > 0 && !(edges[i] > edges[i - 1])))
      refuse(ErrorCode::regression_settings,
             fmt::format("`band_edges` must rise, but {} stands at place {}", edges[i], i + 1), {},
             question.place);
}

double figure_at(const Series& series, std::int32_t ordinal, const Place& place) {
  const auto at = series.find(ordinal);
  if (!at) return kMissing;
  if (std::isinf(series.value[*at]))
    refuse(ErrorCode::regression_not_finite,
           fmt::format("`{}` is infinite in {}", series.name, to_string(series.period(*at))), {}, place);
  return series.value[*at];
}

// Periods with a multiple and a rate; the balance sheet's growth is NaN where it is not known.
struct PolicyHistory {
  std::vector<std::int32_t> ordinal;
  std::vector<double> multiple, rate, balance;
};

PolicyHistory history_of(const PolicyMultipleQuestion& question) {
  PolicyHistory history;
  const auto& multiples = *question.multiple;
  for (std::size_t i = 0; i < multiples.size(); ++i) {
    const auto ordinal = multiples.ordinal[i];
    const double multiple = figure_at(multiples, ordinal, question.place);
    if (multiple <= 0)
      refuse(ErrorCode::fair_value_fundamental,
             fmt::format("a multiple must be above zero, but `{}` is {} in {}", multiples.name, multiple,
                         to_string(multiples.period(i))),
             {}, question.place);
    const double rate = figure_at(*question.funds_rate, ordinal, question.place);
    if (std::isnan(multiple) || std::isnan(rate)) continue;
    history.ordinal.push_back(ordinal);
    history.multiple.push_back(multiple);
    history.rate.push_back(rate);
    history.balance.push_back(
        question.balance_sheet ? figure_at(*question.balance_sheet, ordinal, question.place) : kMissing);
  }
  const std::size_t least = question.balance_sheet ? 6 : 4;
  if (history.ordinal.size() < least)
    refuse(ErrorCode::regression_too_few,
           fmt::format("`{}` and `{}` have {} periods in common, but at least {} are needed", multiples.name,
                       question.funds_rate->name, history.ordinal.size(), least),
           {}, question.place);
  return history;
}

std::size_t band_of(const std::vector<double>& edges, double rate) {
  return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), rate) - edges.begin());
}

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

// The history's rows for which `belongs` holds, by band of the rate.
template <class Belongs>
std::vector<PolicyBand> bands_of(const PolicyHistory& history, Frequency frequency,
                                 const std::vector<double>& edges, Belongs&& belongs) {
  std::vector<PolicyBand> bands(edges.size() + 1);
  std::vector<std::vector<double>> values(bands.size());
  for (std::size_t i = 0; i < bands.size(); ++i) {
    bands[i].from = i == 0 ? -kInfinite : edges[i - 1];
    bands[i].to = i == edges.size() ? kInfinite : edges[i];
    bands[i].low = bands[i].median = bands[i].high = bands[i].rate_at_high = kMissing;
    bands[i].high_at.frequency = frequency;
  }
  for (std::size_t row = 0; row < history.ordinal.size(); ++row) {
    if (!belongs(row)) continue;
    const auto at = band_of(edges, history.rate[row]);
    auto& band = bands[at];
    values[at].push_back(history.multiple[row]);
    if (band.n++ > 0 && history.multiple[row] <= band.high) continue;
    band.high = history.multiple[row];
    band.high_at = {frequency, history.ordinal[row]};
    band.rate_at_high = history.rate[row];
  }
  for (std::size_t i = 0; i < bands.size(); ++i) {
    if (values[i].empty()) continue;
    bands[i].low = *std::min_element(values[i].begin(), values[i].end());
    bands[i].median = median_of(std::move(values[i]));
  }
  return bands;
}

// Whether the quantiles are told apart by the balance sheet: it must have both grown and shrunk.
bool tells_apart(const PolicyMultipleQuestion& question, const PolicyHistory& history,
                 std::vector<std::string>& words) {
  if (!question.balance_sheet) return false;
  std::size_t grew = 0, shrank = 0;
  for (const double growth : history.balance) {
    grew += growth > 0;
    shrank += growth <= 0;
  }
  if (grew > 0 && shrank > 0) return true;
  words.push_back(
      grew + shrank == 0
          ? "The balance sheet has no figure beside the multiple: it is left out of the quantiles."
          : fmt::format("The balance sheet only ever {}: it is left out of the quantiles.",
                        grew > 0 ? "grew" : "shrank"));
  return false;
}

struct QuantileSample {
  Vector multiple;
  Design design;
  std::vector<std::size_t> rows;  // of the history
};

QuantileSample quantile_sample(const PolicyMultipleQuestion& question, const PolicyHistory& history,
                               bool with_balance, std::vector<std::string>& words) {
  std::vector<double> multiple, rate, growing;
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < history.ordinal.size(); ++row) {
    if (with_balance && std::isnan(history.balance[row])) continue;
    rows.push_back(row);
    multiple.push_back(history.multiple[row]);
    rate.push_back(history.rate[row]);
    growing.push_back(history.balance[row] > 0 ? 1.0 : 0.0);
  }
  const auto n = static_cast<Index>(multiple.size());
  const auto frequency = question.multiple->type.frequency;
  if (multiple.size() < history.multiple.size())
    words.push_back(
        fmt::format("Quantiles are of the {} {} since {} on which the balance sheet is known; bands are of "
                    "all {}.",
                    n, periods_in_words(frequency),
                    to_string(Period{frequency, history.ordinal[rows.front()]}), history.multiple.size()));
  QuantileSample sample{Eigen::Map<const Vector>(multiple.data(), n), constant_design(n), std::move(rows)};
  sample.design.append("policy rate", Eigen::Map<const Vector>(rate.data(), n));
  if (with_balance)
    sample.design.append("balance sheet growing", Eigen::Map<const Vector>(growing.data(), n));
  return sample;
}

// The settings with a block length, where they leave it to the data.
QuantileSettings with_blocks(QuantileSettings settings, const QuantileSample& sample, Frequency frequency) {
  if (settings.errors != QuantileErrors::bootstrap || settings.block_length != 0) return settings;
  const Vector residuals = ols(sample.multiple, sample.design).residuals;
  const auto n = static_cast<std::size_t>(residuals.size());
  const double suggested = politis_white_block_length({residuals.data(), n});
  const double year = periods_a_year(frequency);
  settings.block_length = std::min(std::max(year, suggested), std::max(1.0, static_cast<double>(n) / 3));
  return settings;
}

// Sorts the quantiles of one policy, the smallest to the smallest share; whether that changed them.
bool rearrange(const std::vector<double>& shares, std::vector<double>& quantiles) {
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return shares[a] < shares[b]; });
  auto sorted = quantiles;
  std::sort(sorted.begin(), sorted.end());
  bool changed = false;
  for (std::size_t i = 0; i < order.size(); ++i) {
    // Quantiles through the same points differ by rounding.
    const double moved = std::fabs(sorted[i] - quantiles[order[i]]);
    changed = changed || moved > 1e-12 * std::fabs(sorted[i]);
    quantiles[order[i]] = sorted[i];
  }
  return changed;
}

void rearrange_all(const PolicyMultipleQuestion& question, const PolicyHistory& history,
                   const QuantileSample& sample, PolicyMultiple& result) {
  const bool now = rearrange(question.shares, result.quantile_now);
  result.quantile_at.assign(question.shares.size(), std::vector<double>(history.ordinal.size(), kMissing));
  std::vector<double> quantiles(question.shares.size());
  for (std::size_t i = 0; i < sample.rows.size(); ++i) {
    const auto row = static_cast<Index>(i);
    for (std::size_t share = 0; share < quantiles.size(); ++share)
      quantiles[share] = sample.multiple[row] - result.fits[share].residuals[row];
    result.crossings += rearrange(question.shares, quantiles);
    for (std::size_t share = 0; share < quantiles.size(); ++share)
      result.quantile_at[share][sample.rows[i]] = quantiles[share];
  }
  if (now || result.crossings > 0)
    result.words.push_back(fmt::format(
        "Quantiles fitted one by one cross {}in {} of {} {}; there they are put in order (rearrangement of "
        "Chernozhukov, Fernandez-Val and Galichon 2010). The coefficients are those before.",
        now ? "at today's policy and " : "", result.crossings, sample.rows.size(),
        periods_in_words(question.multiple->type.frequency)));
}

// Where the balance sheet turns too rarely for resamples of blocks, the errors of independent observations.
QuantileFit fit_quantile(const QuantileSample& sample, QuantileSettings settings,
                         std::vector<std::string>& words) {
  if (settings.errors != QuantileErrors::bootstrap)
    return quantile_regression(sample.multiple, sample.design, settings);
  try {
    return quantile_regression(sample.multiple, sample.design, settings);
  } catch (const UserError& error) {
    if (error.failure().code != ErrorCode::regression_settings) throw;
    settings.errors = QuantileErrors::nid;
    auto fit = quantile_regression(sample.multiple, sample.design, settings);
    words.push_back(fmt::format(
        "Errors of percentile {} are those of independent observations, which is too small: the policy moves "
        "too rarely for blocks to be resampled.",
        100 * settings.share));
    return fit;
  }
}

void fit_quantiles(const PolicyMultipleQuestion& question, const PolicyHistory& history,
                   PolicyMultiple& result) {
  const bool with_balance = tells_apart(question, history, result.words);
  const auto sample = quantile_sample(question, history, with_balance, result.words);
  Vector today(with_balance ? 3 : 2);
  today[0] = 1;
  today[1] = result.rate_now;
  if (with_balance) today[2] = result.growing_now.value_or(false) ? 1 : 0;
  auto settings = with_blocks(question.errors, sample, question.multiple->type.frequency);
  for (const double share : question.shares) {
    settings.share = share;
    result.fits.push_back(fit_quantile(sample, settings, result.words));
    result.quantile_now.push_back(result.fits.back().coefficients.dot(today));
  }
  rearrange_all(question, history, sample, result);
}

void stand_of_today(const PolicyMultipleQuestion& question, const PolicyHistory& history,
                    PolicyMultiple& result) {
  result.now = {question.multiple->type.frequency, history.ordinal.back()};
  result.multiple_now = history.multiple.back();
  result.rate_now = history.rate.back();
  for (std::size_t row = history.ordinal.size(); row-- > 0 && !result.growing_now;)
    if (!std::isnan(history.balance[row])) result.growing_now = history.balance[row] > 0;
  const auto band = band_of(question.band_edges, result.rate_now);
  double below = 0, n = 0;
  for (std::size_t row = 0; row < history.ordinal.size(); ++row) {
    if (band_of(question.band_edges, history.rate[row]) != band) continue;
    below += history.multiple[row] < result.multiple_now    ? 1
             : history.multiple[row] == result.multiple_now ? 0.5
                                                            : 0;
    n += 1;
  }
  result.share_now = below / n;
}

void count_growing(const PolicyHistory& history, PolicyMultiple& result) {
  int growing = 0;
  for (const double growth : history.balance) {
    result.balance_known += !std::isnan(growth);
    growing += growth > 0;
  }
  result.growing_share =
      result.balance_known > 0 ? static_cast<double>(growing) / result.balance_known : kMissing;
}

// All rises over a year, the largest first; of equals the earliest.
std::vector<PolicyMultiple::Rerating> rises(const PolicyMultipleQuestion& question,
                                            const PolicyHistory& history) {
  std::vector<PolicyMultiple::Rerating> found;
  const auto frequency = question.multiple->type.frequency;
  const int year = periods_a_year(frequency);
  for (std::size_t row = 0; row < history.ordinal.size(); ++row) {
    const auto before =
        std::lower_bound(history.ordinal.begin(), history.ordinal.end(), history.ordinal[row] - year);
    if (*before != history.ordinal[row] - year) continue;
    const double from = history.multiple[static_cast<std::size_t>(before - history.ordinal.begin())];
    const double percent = 100 * (history.multiple[row] / from - 1);
    if (!(percent > 0)) continue;
    std::optional<bool> growing;
    if (!std::isnan(history.balance[row])) growing = history.balance[row] > 0;
    found.push_back({{frequency, *before}, {frequency, history.ordinal[row]}, percent, growing});
  }
  std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.percent > b.percent; });
  return found;
}

std::vector<PolicyMultiple::Rerating> largest_apart(const std::vector<PolicyMultiple::Rerating>& by_size) {
  std::vector<PolicyMultiple::Rerating> taken;
  for (const auto& one : by_size) {
    if (taken.size() == kReratings) break;
    const bool apart = std::all_of(taken.begin(), taken.end(), [&](auto& other) {
      return one.to.ordinal <= other.from.ordinal || one.from.ordinal >= other.to.ordinal;
    });
    if (apart) taken.push_back(one);
  }
  return taken;
}

PolicyMultiple answer(const PolicyMultipleQuestion& question) {
  const auto history = history_of(question);
  const auto frequency = question.multiple->type.frequency;
  PolicyMultiple result;
  stand_of_today(question, history, result);
  count_growing(history, result);
  fit_quantiles(question, history, result);
  result.bands = bands_of(history, frequency, question.band_edges, [](std::size_t) { return true; });
  if (question.balance_sheet) {
    result.growing = bands_of(history, frequency, question.band_edges,
                              [&](std::size_t row) { return history.balance[row] > 0; });
    result.shrinking = bands_of(history, frequency, question.band_edges,
                                [&](std::size_t row) { return history.balance[row] <= 0; });
  }
  result.reratings = largest_apart(rises(question, history));
  result.ordinal = history.ordinal;
  result.multiple = history.multiple;
  result.rate = history.rate;
  return result;
}

}  // namespace

PolicyMultiple policy_multiple(const PolicyMultipleQuestion& question) {
  RERATE_ASSERT(question.multiple && question.funds_rate, "a multiple and a funds rate");
  check_frequencies(question);
  check_edges(question);
  return at_place(question.place, [&] { return answer(question); });
}

}  // namespace rerate
