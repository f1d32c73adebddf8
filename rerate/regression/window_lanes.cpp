#include "rerate/regression/window_lanes.h"

#include <algorithm>
#include <cstring>

#include "rerate/base/error.h"
#include "rerate/base/vector_clones.h"
#include "rerate/regression/lanes.h"

namespace rerate {
namespace {

constexpr std::size_t kLanes = WindowLanes::kLanes;

// Eight lanes as two of four: GCC splits wider vectors badly. Never passed by value between functions that
// are not inlined. The alignment is spelled out because the one that GCC gives the bare type is what the baseline
// needs, and not enough for the AVX2 clones.
struct alignas(32) Eight {
  Lanes low, high;
};
static_assert(sizeof(Eight) == kLanes * sizeof(double));

using Mask = std::int64_t __attribute__((vector_size(sizeof(Lanes))));

RERATE_INLINE void clear(Eight& lanes) { lanes.low = lanes.high = Lanes{}; }
RERATE_INLINE void add(Eight& to, const Eight& what) {
  to.low += what.low;
  to.high += what.high;
}
RERATE_INLINE void subtract(Eight& from, const Eight& what) {
  from.low -= what.low;
  from.high -= what.high;
}
RERATE_INLINE void add_product(Eight& to, const Eight& a, const Eight& b) {
  to.low += a.low * b.low;
  to.high += a.high * b.high;
}
RERATE_INLINE void subtract_product(Eight& from, const Eight& a, const Eight& b) {
  from.low -= a.low * b.low;
  from.high -= a.high * b.high;
}
RERATE_INLINE void set_product(Eight& to, const Eight& a, const Eight& b) {
  to.low = a.low * b.low;
  to.high = a.high * b.high;
}
RERATE_INLINE void set_inverse(Eight& to, const Eight& of) {
  to.low = 1 / of.low;
  to.high = 1 / of.high;
}

// Squares and products of the columns 0..k, y being column k, by row of the lower triangle: (i, j) stands at
// i (i + 1) / 2 + j. The square of y is left out.
constexpr std::size_t triangle(std::size_t columns) { return (columns + 1) * (columns + 2) / 2 - 1; }

// A pivot this small against its diagonal leaves about ten digits of the coefficients.
constexpr double kWeakPivot = 1e-6;

}  // namespace

struct WindowLanes::Segments {
  const double* data = nullptr;
  std::size_t rows = 0, columns = 0, window = 0, spacing = 0, windows = 0;
  std::ptrdiff_t constant = -1;
  std::array<std::size_t, kLanes> start = {};  // first row of each lane's first window
  std::vector<Eight> centre;                   // of each column, y last
};

struct WindowLanes::Scratch {
  std::vector<Eight> tails;  // spacing x triangle
  std::vector<Eight> head, sums, lower, row, inverse, solution, values;
  std::array<std::int64_t, kLanes> weak;
};

namespace {

using Segments = WindowLanes::Segments;
using Scratch = WindowLanes::Scratch;

// Row start + offset of every lane's segment. Past the last row, where no window that counts looks, the last stands in.
RERATE_INLINE void read_row(const Segments& at, std::size_t offset, Eight* values) {
  std::array<std::size_t, kLanes> row;
  for (std::size_t lane = 0; lane < kLanes; ++lane)
    row[lane] = std::min(at.start[lane] + offset, at.rows - 1);
  for (std::size_t column = 0; column <= at.columns; ++column) {
    const double* from = at.data + column * at.rows;
    values[column].low = Lanes{from[row[0]], from[row[1]], from[row[2]], from[row[3]]};
    values[column].high = Lanes{from[row[4]], from[row[5]], from[row[6]], from[row[7]]};
    subtract(values[column], at.centre[column]);
  }
}

RERATE_INLINE void add_products(const Eight* values, std::size_t columns, Eight* sums) {
  for (std::size_t i = 0; i <= columns; ++i) {
    const Eight value = values[i];
    const auto end = i < columns ? i + 1 : columns;
    for (std::size_t j = 0; j < end; ++j) add_product(*sums++, value, values[j]);
  }
}

// Sums of the rows i..spacing-1 of each lane's segment, for every i.
RERATE_VECTOR_CLONES void sum_tails(const Segments& at, Scratch& scratch) {
  const auto size = triangle(at.columns);
  for (auto& sum : scratch.head) clear(sum);
  for (std::size_t i = at.spacing; i-- > 0;) {
    read_row(at, i, scratch.values.data());
    add_products(scratch.values.data(), at.columns, scratch.head.data());
    Eight* tail = scratch.tails.data() + i * size;
    for (std::size_t e = 0; e < size; ++e) tail[e] = scratch.head[e];
  }
}

// The rows that all windows of a segment have in common beyond the tails.
RERATE_VECTOR_CLONES void sum_common_head(const Segments& at, Scratch& scratch) {
  for (auto& sum : scratch.head) clear(sum);
  for (std::size_t i = at.spacing; i < at.window; ++i) {
    read_row(at, i, scratch.values.data());
    add_products(scratch.values.data(), at.columns, scratch.head.data());
  }
}

// L D L' of the sums; the last row of `lower` becomes D^-1 L^-1 X'y.
RERATE_INLINE void factor(std::size_t columns, Scratch& scratch) {
  Eight *lower = scratch.lower.data(), *row = scratch.row.data(), *inverse = scratch.inverse.data();
  Mask weak_low{}, weak_high{};
  for (std::size_t i = 0; i <= columns; ++i) {
    Eight* own = lower + i * (i + 1) / 2;
    const Eight* sum = scratch.sums.data() + i * (i + 1) / 2;
    for (std::size_t j = 0; j < i; ++j) {
      const Eight* other = lower + j * (j + 1) / 2;
      Eight rest = sum[j];
      for (std::size_t m = 0; m < j; ++m) subtract_product(rest, row[m], other[m]);
      row[j] = rest;
      set_product(own[j], rest, inverse[j]);
    }
    if (i == columns) break;
    Eight pivot = sum[i];
    for (std::size_t j = 0; j < i; ++j) subtract_product(pivot, row[j], own[j]);
    weak_low |= ~(pivot.low > kWeakPivot * sum[i].low);
    weak_high |= ~(pivot.high > kWeakPivot * sum[i].high);
    set_inverse(inverse[i], pivot);
  }
  std::memcpy(scratch.weak.data(), &weak_low, sizeof weak_low);
  std::memcpy(scratch.weak.data() + kLanes / 2, &weak_high, sizeof weak_high);
}

RERATE_INLINE void substitute_back(std::size_t columns, Scratch& scratch) {
  const Eight* lower = scratch.lower.data();
  Eight* solution = scratch.solution.data();
  for (std::size_t j = columns; j-- > 0;) {
    Eight rest = lower[columns * (columns + 1) / 2 + j];
    for (std::size_t i = j + 1; i < columns; ++i)
      subtract_product(rest, lower[i * (i + 1) / 2 + j], solution[i]);
    solution[j] = rest;
  }
}

RERATE_INLINE void move_constant_back(const Segments& at, Eight* solution) {
  if (at.constant < 0) return;
  Eight shift = at.centre[at.columns];
  for (std::size_t j = 0; j < at.columns; ++j) subtract_product(shift, solution[j], at.centre[j]);
  add(solution[at.constant], shift);
}

// Solves window `i` of every lane's segment from its tail and the head so far, then lengthens the head.
RERATE_VECTOR_CLONES void solve_window(const Segments& at, std::size_t i, Scratch& scratch) {
  const auto size = triangle(at.columns);
  const Eight* tail = scratch.tails.data() + i * size;
  for (std::size_t e = 0; e < size; ++e) {
    scratch.sums[e] = tail[e];
    add(scratch.sums[e], scratch.head[e]);
  }
  factor(at.columns, scratch);
  substitute_back(at.columns, scratch);
  move_constant_back(at, scratch.solution.data());
  read_row(at, at.window + i, scratch.values.data());
  add_products(scratch.values.data(), at.columns, scratch.head.data());
}

void write_solutions(const Segments& at, std::size_t i, const Scratch& scratch, Matrix& coefficients,
                     std::vector<std::uint8_t>& weak) {
  for (std::size_t j = 0; j < at.columns; ++j) {
    std::array<double, kLanes> values;
    store(values.data(), scratch.solution[j].low);
    store(values.data() + lane_count, scratch.solution[j].high);
    double* column = coefficients.data() + j * at.windows;
    for (std::size_t lane = 0; lane < kLanes && at.start[lane] + i < at.windows; ++lane)
      column[at.start[lane] + i] = values[lane];
  }
  for (std::size_t lane = 0; lane < kLanes && at.start[lane] + i < at.windows; ++lane)
    weak[at.start[lane] + i] = scratch.weak[lane] != 0;
}

// A figure in the middle of those that a column has in rows first..end-1: the median of five of them. Any would do
// that is near the others; a mean would follow an outlier and take the digits of all windows that do not hold it.
double typical(const double* column, std::size_t first, std::size_t end) {
  std::array<double, 5> some;
  for (std::size_t i = 0; i < some.size(); ++i)
    some[i] = column[first + (end - 1 - first) * i / (some.size() - 1)];
  std::sort(some.begin(), some.end());
  return some[some.size() / 2];
}

// Windows of a segment: as many as a window has rows; fewer when the lanes would not be filled, or when the tails
// would take more than some 64 MB.
std::size_t segment_windows(std::size_t window, std::size_t windows, std::size_t columns) {
  const std::size_t most = (std::size_t{1} << 26) / (triangle(columns) * sizeof(Eight));
  return std::max<std::size_t>(1, std::min({window, (windows + kLanes - 1) / kLanes, most}));
}

}  // namespace

WindowLanes::WindowLanes(const Vector& y, const Matrix& x, Index constant, Index window)
    : rows_(static_cast<std::size_t>(x.rows())),
      columns_(static_cast<std::size_t>(x.cols())),
      window_(static_cast<std::size_t>(window)),
      windows_(rows_ - window_ + 1),
      spacing_(segment_windows(window_, windows_, columns_)),
      groups_((windows_ + kLanes * spacing_ - 1) / (kLanes * spacing_)),
      constant_(constant) {
  RERATE_ASSERT(columns_ >= 1 && columns_ < window_ && window_ <= rows_ && y.size() == x.rows(), "window");
  data_.assign(x.data(), x.data() + x.size());
  data_.insert(data_.end(), y.data(), y.data() + y.size());
}

WindowLanes::Segments WindowLanes::segments_of(std::size_t group) const {
  Segments at{data_.data(), rows_, columns_, window_, spacing_, windows_, constant_, {}, {}};
  for (std::size_t lane = 0; lane < kLanes; ++lane) at.start[lane] = (group * kLanes + lane) * spacing_;
  at.centre.assign(columns_ + 1, Eight{});
  for (std::size_t column = 0; constant_ >= 0 && column <= columns_; ++column) {
    if (static_cast<std::ptrdiff_t>(column) == constant_) continue;
    std::array<double, kLanes> centre;
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      centre[lane] = typical(data_.data() + column * rows_, std::min(at.start[lane], rows_ - 1),
                             std::min(at.start[lane] + spacing_ + window_ - 1, rows_));
    load(at.centre[column].low, centre.data());
    load(at.centre[column].high, centre.data() + lane_count);
  }
  return at;
}

void WindowLanes::solve(std::size_t group, Matrix& coefficients, std::vector<std::uint8_t>& weak) const {
  const auto at = segments_of(group);
  const auto size = triangle(columns_);
  Scratch scratch;
  scratch.tails.resize(spacing_ * size);
  for (auto* cells : {&scratch.head, &scratch.sums, &scratch.lower}) cells->resize(size + 1);
  for (auto* cells : {&scratch.row, &scratch.inverse, &scratch.solution, &scratch.values})
    cells->resize(columns_ + 1);
  sum_tails(at, scratch);
  sum_common_head(at, scratch);
  for (std::size_t i = 0; i < spacing_; ++i) {
    solve_window(at, i, scratch);
    write_solutions(at, i, scratch, coefficients, weak);
  }
}

}  // namespace rerate
