#include "rerate/models/regime_returns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/base/vector_clones.h"
#include "rerate/models/regime_spells.h"
#include "rerate/statistics/block_length.h"
#include "rerate/statistics/order_statistics.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeastBlock = 12;  // months
constexpr std::size_t kDrawsTogether = 64;

bool is_relative(std::size_t kind) {
  return kind == static_cast<std::size_t>(RegimeReturn::relative_month) ||
         kind == static_cast<std::size_t>(RegimeReturn::relative_horizon);
}
bool is_horizon(std::size_t kind) {
  return kind == static_cast<std::size_t>(RegimeReturn::horizon) ||
         kind == static_cast<std::size_t>(RegimeReturn::relative_horizon);
}

// The months that are resampled: from the first with a state to the last that a return follows.
struct Months {
  std::array<std::vector<double>, kRegimeReturns> returns;  // NaN: not over yet, or no benchmark
  std::vector<std::vector<int>> state;                      // by view
  std::size_t size() const { return returns[0].size(); }
};

double return_from(const PriceGrid& prices, std::size_t from, std::size_t kind, int horizon) {
  const std::size_t to = from + (is_horizon(kind) ? static_cast<std::size_t>(horizon) : 1);
  if (to >= prices.size() || (is_relative(kind) && !prices.benchmark)) return kMissing;
  return is_relative(kind) ? prices.relative_return(from, to) : prices.asset_return(from, to);
}

int state_at(const RegimeView& view, std::int32_t row) {
  return row >= 0 && row < static_cast<std::int32_t>(view.state.size())
             ? view.state[static_cast<std::size_t>(row)]
             : -1;
}

Months months_of(const PriceGrid& prices, std::int32_t first, std::span<const RegimeView> views,
                 int horizon) {
  Months months;
  months.state.resize(views.size());
  for (std::size_t i = 0; i + 1 < prices.size(); ++i) {
    const auto row = prices.asset.ordinal[i] - first;
    const bool told = std::any_of(views.begin(), views.end(),
                                  [&](const RegimeView& view) { return state_at(view, row) >= 0; });
    if (!told && months.size() == 0) continue;
    for (std::size_t v = 0; v < views.size(); ++v) months.state[v].push_back(state_at(views[v], row));
    for (std::size_t kind = 0; kind < kRegimeReturns; ++kind)
      months.returns[kind].push_back(return_from(prices, i, kind, horizon));
  }
  if (months.size() == 0)
    refuse(ErrorCode::regimes_returns, "no month with a known regime is followed by a return");
  return months;
}

// One mean that is published: of one view, one state (or any) and one return.
struct MeanOf {
  static constexpr int kAny = -1;
  std::size_t view = 0;
  int state = kAny;
  std::size_t kind = 0;

  bool holds(const Months& months, std::size_t t) const {
    const int own = months.state[view][t];
    return own >= 0 && (state == kAny || own == state) && !std::isnan(months.returns[kind][t]);
  }
};

// By view: its states, then any, each with all returns.
std::vector<MeanOf> means_to_take(std::span<const RegimeView> views) {
  std::vector<MeanOf> means;
  for (std::size_t view = 0; view < views.size(); ++view)
    for (int state = 0; state <= views[view].states; ++state)
      for (std::size_t kind = 0; kind < kRegimeReturns; ++kind)
        means.push_back({view, state < views[view].states ? state : MeanOf::kAny, kind});
  return means;
}

// Running totals of returns and of months, by mean, so that a block is a difference of two rows.
struct Totals {
  Totals(const Months& months, const std::vector<MeanOf>& means)
      : width(2 * means.size()), running((months.size() + 1) * width, 0.0) {
    for (std::size_t t = 0; t < months.size(); ++t)
      for (std::size_t m = 0; m < means.size(); ++m) {
        const bool holds = means[m].holds(months, t);
        running[(t + 1) * width + 2 * m] =
            running[t * width + 2 * m] + (holds ? months.returns[means[m].kind][t] : 0);
        running[(t + 1) * width + 2 * m + 1] = running[t * width + 2 * m + 1] + (holds ? 1 : 0);
      }
  }
  const double* row(std::size_t t) const { return running.data() + t * width; }

  std::size_t width;
  std::vector<double> running;
};

RERATE_VECTOR_CLONES void add_difference(const double* __restrict to, const double* __restrict from,
                                         double* __restrict sum, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) sum[i] += to[i] - from[i];
}

// Means of every draw, by draw; NaN where it did not bring the state.
std::vector<double> drawn_means(const Totals& totals, std::size_t months, const SeriesBlocks& blocks,
                                std::size_t draws) {
  const std::size_t means = totals.width / 2;
  std::vector<double> drawn(draws * means);
  parallel_for((draws + kDrawsTogether - 1) / kDrawsTogether, [&](std::size_t part) {
    std::vector<double> sum(totals.width);
    for (auto draw = part * kDrawsTogether; draw < std::min(draws, (part + 1) * kDrawsTogether); ++draw) {
      std::fill(sum.begin(), sum.end(), 0.0);
      blocks.each_block(draw, months, [&](std::size_t start, std::size_t count) {
        const std::size_t end = std::min(start + count, months);
        add_difference(totals.row(end), totals.row(start), sum.data(), totals.width);
        if (start + count > months)
          add_difference(totals.row(start + count - months), totals.row(0), sum.data(), totals.width);
      });
      for (std::size_t m = 0; m < means; ++m)
        drawn[draw * means + m] = sum[2 * m + 1] > 0.5 ? sum[2 * m] / sum[2 * m + 1] : kMissing;
    }
  });
  return drawn;
}

// Percentiles of the draws that have a value, when most of them do.
void set_interval(std::vector<double> drawn, double level, RegimeMean& mean) {
  const auto draws = drawn.size();
  std::erase_if(drawn, [](double one) { return std::isnan(one); });
  if (2 * drawn.size() < draws) return;
  mean.low = quantile(drawn, (1 - level) / 2);
  mean.high = quantile(drawn, (1 + level) / 2);
}

// Of the draws that have a value, when most of them do: how rarely they lie on the other side of 0. The observed figure is a draw, too.
double two_sided_p(std::vector<double> drawn) {
  const auto draws = drawn.size();
  std::erase_if(drawn, [](double one) { return std::isnan(one); });
  if (2 * drawn.size() < draws) return kMissing;
  const auto below = std::count_if(drawn.begin(), drawn.end(), [](double one) { return one <= 0; });
  const auto above = std::count_if(drawn.begin(), drawn.end(), [](double one) { return one >= 0; });
  const auto fewer = static_cast<double>(std::min(below, above));
  return std::min(1.0, 2 * (fewer + 1) / (static_cast<double>(drawn.size()) + 1));
}

RegimeMean observed(const Months& months, const MeanOf& of) {
  RegimeMean mean;
  double sum = 0, above = 0;
  std::vector<int> held(months.size(), -1);
  for (std::size_t t = 0; t < months.size(); ++t) {
    if (!of.holds(months, t)) continue;
    held[t] = 0;
    ++mean.months;
    sum += months.returns[of.kind][t];
    above += months.returns[of.kind][t] > 0;
  }
  mean.spells = static_cast<Index>(regime_spells(held).size());
  const auto count = static_cast<double>(mean.months);
  mean.mean = mean.months > 0 ? sum / count : kMissing;
  mean.positive = mean.months > 0 ? above / count : kMissing;
  return mean;
}

// Everything the draws say, put where it belongs.
class Summary {
 public:
  Summary(const Months& months, const std::vector<MeanOf>& means, const std::vector<double>& drawn,
          double level)
      : months_(months), means_(means), drawn_(drawn), level_(level) {}

  RegimeMean mean(std::size_t m) const {
    auto mean = observed(months_, means_[m]);
    const bool whole = means_[m].state == MeanOf::kAny;
    if (mean.spells > 1 || (whole && mean.months > 1)) set_interval(column(m), level_, mean);
    return mean;
  }

  RegimeMean difference(std::size_t more, std::size_t less, const RegimeMean& of_more,
                        const RegimeMean& of_less) const {
    RegimeMean result;
    result.mean = of_more.mean - of_less.mean;
    result.positive = kMissing;
    if (std::isnan(of_more.low) || std::isnan(of_less.low)) return result;
    auto apart = column(more);
    const auto other = column(less);
    for (std::size_t draw = 0; draw < apart.size(); ++draw) apart[draw] -= other[draw];
    result.p = two_sided_p(apart);
    set_interval(std::move(apart), level_, result);
    return result;
  }

 private:
  std::vector<double> column(std::size_t m) const {
    std::vector<double> result;
    for (std::size_t at = m; at < drawn_.size(); at += means_.size()) result.push_back(drawn_[at]);
    return result;
  }

  const Months& months_;
  const std::vector<MeanOf>& means_;
  const std::vector<double>& drawn_;
  double level_;
};

double block_length_of(const Months& months, int horizon) {
  const auto kind = static_cast<std::size_t>(
      std::isnan(months.returns[1].front()) ? RegimeReturn::month : RegimeReturn::relative_month);
  const double wanted =
      std::max({kLeastBlock, static_cast<double>(horizon), politis_white_block_length(months.returns[kind])});
  return std::max(1.0, std::min(wanted, static_cast<double>(months.size()) / 3));
}

void check(const RegimeReturnSettings& settings) {
  if (settings.horizon < 1 || settings.draws < 1 || !(settings.level > 0 && settings.level < 1))
    refuse(ErrorCode::regression_settings,
           fmt::format("horizon and draws of returns by regime must be positive and the level between 0 "
                       "and 1: {}, {}, {}",
                       settings.horizon, settings.draws, settings.level));
}

}  // namespace

RegimeReturns regime_returns(const PriceGrid& prices, std::int32_t first, std::span<const RegimeView> views,
                             const RegimeReturnSettings& settings) {
  RERATE_ASSERT(prices.frequency() == Frequency::monthly, "returns by regime are of months");
  check(settings);
  const auto months = months_of(prices, first, views, settings.horizon);
  const auto means = means_to_take(views);
  RegimeReturns result;
  result.block_length = block_length_of(months, settings.horizon);
  const SeriesBlocks blocks(months.size(), {BlockScheme::stationary, result.block_length},
                            RandomStream(settings.seed, 0));
  const auto drawn =
      drawn_means(Totals(months, means), months.size(), blocks, static_cast<std::size_t>(settings.draws));
  const Summary summary(months, means, drawn, settings.level);
  std::size_t m = 0;
  for (const auto& view : views) {
    RegimeViewReturns own;
    const std::size_t begins = m, last = begins + static_cast<std::size_t>(view.states - 1) * kRegimeReturns;
    for (int state = 0; state <= view.states; ++state) {
      RegimeMeans found;
      for (auto& one : found) one = summary.mean(m++);
      if (state < view.states)
        own.by_state.push_back(found);
      else
        own.all = found;
    }
    for (std::size_t kind = 0; kind < kRegimeReturns; ++kind)
      own.difference[kind] = summary.difference(last + kind, begins + kind, own.by_state.back()[kind],
                                                own.by_state.front()[kind]);
    result.views.push_back(std::move(own));
  }
  return result;
}

}  // namespace rerate
