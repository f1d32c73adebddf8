#include "rerate/statistics/rule_tile.h"

#include "rerate/base/error.h"
#include "rerate/base/vector_clones.h"
#include "rerate/statistics/rule_tile_lanes.h"

namespace rerate {
namespace {

using namespace tile_lanes;

using Four = Lanes<4>::Vector;
using FourRow = Row<4>;
constexpr int kParts = FourRow::kParts;

// Four series' figures of four dates, turned into four dates' figures of four series.
RERATE_TILE_INLINE void turn(Four (&block)[4]) {
  const Four low_01 = __builtin_shufflevector(block[0], block[1], 0, 4, 2, 6),
             high_01 = __builtin_shufflevector(block[0], block[1], 1, 5, 3, 7),
             low_23 = __builtin_shufflevector(block[2], block[3], 0, 4, 2, 6),
             high_23 = __builtin_shufflevector(block[2], block[3], 1, 5, 3, 7);
  block[0] = __builtin_shufflevector(low_01, low_23, 0, 1, 4, 5);
  block[1] = __builtin_shufflevector(high_01, high_23, 0, 1, 4, 5);
  block[2] = __builtin_shufflevector(low_01, low_23, 2, 3, 6, 7);
  block[3] = __builtin_shufflevector(high_01, high_23, 2, 3, 6, 7);
}

RERATE_VECTOR_CLONES void turn_over(const double* const* series, std::size_t dates, TileRow* by_date) {
  std::size_t date = 0;
  for (; date + 4 <= dates; date += 4)
    for (std::size_t rule = 0; rule < kTileRules; rule += 4) {
      Four block[4];
      for (std::size_t i = 0; i < 4; ++i)
        block[i] = *reinterpret_cast<const Lanes<4>::Unaligned*>(series[rule + i] + date);
      turn(block);
      for (std::size_t i = 0; i < 4; ++i)
        *reinterpret_cast<Lanes<4>::InMemory*>(by_date[date + i].rule + rule) = block[i];
    }
  for (; date < dates; ++date)
    for (std::size_t rule = 0; rule < kTileRules; ++rule) by_date[date].rule[rule] = series[rule][date];
}

RERATE_TILE_INLINE void raise(Four& largest, const Four& figure) {
  largest = figure > largest ? figure : largest;
}

RERATE_VECTOR_CLONES void find_means(const TileRow* figures, std::size_t dates, TileMoments& moments) {
  const double count = static_cast<double>(dates);
  FourRow sum = {}, rest = {}, largest = {}, row;
  for (std::size_t t = 0; t < dates; ++t) {
    load(row, figures[t]);
    add(sum, row);
    for (int i = 0; i < kParts; ++i)
      raise(largest.part[i], row.part[i]), raise(largest.part[i], -row.part[i]);
  }
  for (auto& part : sum.part) part /= count;
  for (std::size_t t = 0; t < dates; ++t) {  // what rounding left
    load(row, figures[t]);
    subtract(row, sum);
    add(rest, row);
  }
  for (int i = 0; i < kParts; ++i) sum.part[i] += rest.part[i] / count;
  store(moments.mean, sum);
  store(moments.largest, largest);
}

// stay^dates, by multiplication alone.
double whole_power(double stay, std::size_t dates) {
  double power = 1;
  for (std::size_t i = 0; i < dates && power > 0; ++i) power *= stay;
  return power;
}

// f_t = sum_{i=1}^{T-1} stay^i y_{t+i} and g_t = sum i stay^i y_{t+i}, round the circle.
struct Ahead {
  FourRow f, g;
};

// Of the last date, whose neighbour ahead is the first.
RERATE_TILE_INLINE void begin_ahead(const TileRow* figures, std::size_t dates, const FourRow& mean,
                                    double stay, Ahead& ahead) {
  FourRow row;
  double power = 1;
  ahead = {};
  for (std::size_t i = 1; i < dates && power > 0; ++i) {
    power *= stay;
    load(row, figures[i - 1]);
    subtract(row, mean);
    for (int part = 0; part < kParts; ++part) {
      const Four term = power * row.part[part];
      ahead.f.part[part] += term;
      ahead.g.part[part] += static_cast<double>(i) * term;
    }
  }
}

// Going back a date multiplies all powers by `stay`, takes y_{t+1} in and lets y_{t+T} = y_t out.
RERATE_VECTOR_CLONES void find_variances(const TileRow* figures, std::size_t dates, double stay,
                                         double last_power, TileMoments& moments) {
  const double count = static_cast<double>(dates), last_term = (count - 1) * last_power;
  FourRow mean, y, next = {}, square = {}, near = {}, far = {};
  load(mean, moments.mean);
  Ahead ahead;
  begin_ahead(figures, dates, mean, stay, ahead);
  for (std::size_t t = dates; t-- > 0;) {
    load(y, figures[t]);
    subtract(y, mean);
    for (int i = 0; i < kParts; ++i) {
      Four &f = ahead.f.part[i], &g = ahead.g.part[i];
      if (t + 1 < dates) {
        f = stay * (next.part[i] + f) - last_power * y.part[i];
        g = (stay * g + f) - last_term * y.part[i];
      }
      square.part[i] += y.part[i] * y.part[i];
      near.part[i] += y.part[i] * f;
      far.part[i] += y.part[i] * g;
    }
    next = y;
  }
  for (int i = 0; i < kParts; ++i) {
    square.part[i] /= count;
    near.part[i] = square.part[i] + 2.0 * (near.part[i] - far.part[i] / count) / count;
  }
  store(moments.variance, square);
  store(moments.long_run_variance, near);
}

// Each sum is the unevaluated total of two doubles (Knuth's exact addition, renormalised by Dekker's).
RERATE_VECTOR_CLONES void add_up(const TileRow* figures, std::size_t dates, const TileRow& centre_row,
                                 TileRow* totals) {
  FourRow centre, row, high = {}, low = {};
  load(centre, centre_row);
  store(totals[0], high);
  for (std::size_t t = 0; t < dates; ++t) {
    load(row, figures[t]);
    subtract(row, centre);
    for (int i = 0; i < kParts; ++i) {
      const Four before = high.part[i], value = row.part[i], sum = before + value, taken = sum - before,
                 rest = low.part[i] + ((before - (sum - taken)) + (value - taken));
      high.part[i] = sum + rest;
      low.part[i] = rest - (high.part[i] - sum);
    }
    store(totals[t + 1], high);
  }
}

RERATE_VECTOR_CLONES void centre_all(const TileRow* figures, std::size_t dates, const TileRow& centre_row,
                                     TileRow* out) {
  FourRow centre, row;
  load(centre, centre_row);
  for (std::size_t t = 0; t < dates; ++t) {
    load(row, figures[t]);
    subtract(row, centre);
    store(out[t], row);
  }
}

}  // namespace

void lay_side_by_side(std::span<const double* const, kTileRules> series, std::span<TileRow> by_date) {
  turn_over(series.data(), by_date.size(), by_date.data());
}

TileMoments tile_moments(std::span<const TileRow> figures, double block_length) {
  RERATE_ASSERT(!figures.empty() && block_length >= 1, "figures, and blocks of at least a date");
  TileMoments moments;
  const double stay = 1 - 1 / block_length;
  find_means(figures.data(), figures.size(), moments);
  find_variances(figures.data(), figures.size(), stay, whole_power(stay, figures.size()), moments);
  return moments;
}

void running_totals(std::span<const TileRow> figures, const TileRow& centre, std::span<TileRow> totals) {
  RERATE_ASSERT(totals.size() == figures.size() + 1, "a total before each date and one after the last");
  add_up(figures.data(), figures.size(), centre, totals.data());
}

void centred(std::span<const TileRow> figures, const TileRow& centre, std::span<TileRow> out) {
  RERATE_ASSERT(out.size() == figures.size(), "a row for each date");
  centre_all(figures.data(), figures.size(), centre, out.data());
}

}  // namespace rerate
