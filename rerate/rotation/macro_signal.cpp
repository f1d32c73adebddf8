#include "rerate/rotation/macro_signal.h"

#include <cmath>
#include <limits>
#include <string>

#include "rerate/models/estimation_sample.h"
#include "rerate/regression/rolling_ridge.h"
#include "rerate/rotation/panel_figures.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kPercent = 100;

void read_driver(const SectorPanel& panel, const SignalDefinition& signal, Index k, MacroSample& sample) {
  const auto& driver = signal.drivers[static_cast<std::size_t>(k)];
  sample.drivers.push_back(driver.name);
  const auto level = panel_figures(panel, *driver.level, signal.name, driver.place);
  for (Index m = 0; m < panel.months(); ++m) {
    if (m > 0) sample.change(m, k) = level.at(m) - level.at(m - 1);
    sample.expected(m, k) = (level.at(m) - level.at(m - signal.change_months)) / signal.change_months;
    if (level.late[static_cast<std::size_t>(m)]) sample.late[static_cast<std::size_t>(m)] = true;
  }
}

Matrix relative_returns(const SectorPanel& panel) {
  Matrix relative = kPercent * panel.month_return;
  for (Index m = 0; m < relative.rows(); ++m) {
    double sum = 0, count = 0;
    for (Index i = 0; i < relative.cols(); ++i)
      if (!std::isnan(relative(m, i))) sum += relative(m, i), count += 1;
    if (count > 0) relative.row(m).array() -= sum / count;
  }
  return relative;
}

Design design_of(const MacroSample& sample, const Matrix& changes) {
  Design design;
  design.x = changes;
  design.names = sample.drivers;
  return design;
}

// Months first..end - 1 have a change of every driver.
struct CompleteMonths {
  Index first, end;
};
std::vector<CompleteMonths> complete_months(const Matrix& change) {
  std::vector<CompleteMonths> found;
  for (Index m = 0; m < change.rows(); ++m) {
    if (!change.row(m).allFinite()) continue;
    if (found.empty() || found.back().end != m) found.push_back({m, m});
    found.back().end = m + 1;
  }
  return found;
}

void forecast(const MacroSample& sample, const SignalDefinition& signal, const CompleteMonths& at,
              Matrix& figures) {
  const Index window = signal.months, count = at.end - at.first;
  if (count < window) return;
  const auto betas =
      rolling_ridge(sample.relative.middleRows(at.first, count),
                    design_of(sample, sample.change.middleRows(at.first, count)), window, signal.penalty);
  for (Index i = 0; i < figures.cols(); ++i) {
    const auto& beta = betas.coefficients[static_cast<std::size_t>(i)];
    for (Index w = 0; w < beta.rows(); ++w) {
      const Index m = at.first + window - 1 + w;
      double sum = 0;
      for (Index k = 0; k < beta.cols(); ++k) sum += beta(w, k) * sample.expected(m, k);
      figures(m, i) = sum;
    }
  }
}

// From the last month on: a late one reads the figures of the month before as they were before it was itself moved.
void read_late_months_before(const MacroSample& sample, Matrix& figures) {
  for (Index m = figures.rows(); m-- > 0;) {
    if (!sample.late[static_cast<std::size_t>(m)]) continue;
    if (m > 0)
      figures.row(m) = figures.row(m - 1);
    else
      figures.row(m).setConstant(kMissing);
  }
}

}  // namespace

MacroSample macro_sample(const SectorPanel& panel, const SignalDefinition& signal) {
  const auto k = static_cast<Index>(signal.drivers.size());
  MacroSample sample;
  sample.change = Matrix::Constant(panel.months(), k, kMissing);
  sample.expected = sample.change;
  sample.late.assign(static_cast<std::size_t>(panel.months()), false);
  for (Index j = 0; j < k; ++j) read_driver(panel, signal, j, sample);
  sample.relative = relative_returns(panel);
  return sample;
}

Matrix macro_signal(const SectorPanel& panel, const SignalDefinition& signal) {
  const auto sample = macro_sample(panel, signal);
  Matrix figures = Matrix::Constant(panel.months(), panel.sectors(), kMissing);
  at_place(signal.place, [&] {
    for (const auto& stretch : complete_months(sample.change)) forecast(sample, signal, stretch, figures);
  });
  read_late_months_before(sample, figures);
  return figures;
}

Matrix macro_betas_of(const MacroSample& sample, std::span<const std::uint32_t> months, double penalty) {
  const auto count = static_cast<Index>(months.size());
  Matrix changes(count, sample.change.cols()), relative(count, sample.relative.cols());
  for (Index row = 0; row < count; ++row) {
    const auto m = static_cast<Index>(months[static_cast<std::size_t>(row)]);
    changes.row(row) = sample.change.row(m);
    relative.row(row) = sample.relative.row(m);
  }
  Matrix betas = Matrix::Constant(relative.cols(), changes.cols(), kMissing);
  if (!changes.allFinite()) return betas;
  const auto found = rolling_ridge(relative, design_of(sample, changes), count, penalty);
  for (Index i = 0; i < betas.rows(); ++i)
    betas.row(i) = found.coefficients[static_cast<std::size_t>(i)].row(0);
  return betas;
}

}  // namespace rerate
