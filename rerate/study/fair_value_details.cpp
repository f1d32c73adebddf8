#include "rerate/study/fair_value_details.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

std::string figure(double value, int decimals) { return std::isnan(value) ? "-" : fixed(value, decimals); }

std::string wide(const std::string& text, std::size_t width) { return fmt::format("{:<{}}", text, width); }

// One row a test: what of, its name, statistic, p, critical value.
struct TestRow {
  std::string of;
  const UnitRootTest* test;
};

// KPSS's table ends at 0.01 and 0.10: a p-value there is a bound.
std::string p_text(const UnitRootTest& test) {
  if (!test.unit_root_is_null && test.p <= 0.01) return "<=0.01";
  if (!test.unit_root_is_null && test.p >= 0.10) return ">=0.10";
  return figure(test.p, 3);
}

std::string tests_text(const std::vector<TestRow>& rows) {
  std::size_t of = 8, name = 4;
  for (const auto& row : rows) {
    of = std::max(of, row.of.size());
    name = std::max(name, row.test->name.size());
  }
  auto text = fmt::format("{}  {}  {:>9}  {:>7}  {:>6}  {:>5}  {}\n", wide("variable", of),
                          wide("test", name), "statistic", "5% crit", "p", "n", "null hypothesis");
  for (const auto& [variable, test] : rows)
    text += fmt::format("{}  {}  {:>9}  {:>7}  {:>6}  {:>5}  {}\n", wide(variable, of),
                        wide(test->name, name), figure(test->statistic, 3), figure(test->critical_5, 3),
                        p_text(*test), test->n, test->unit_root_is_null ? "unit root" : "stationary");
  return text;
}

std::string johansen_text(const Johansen& johansen) {
  auto text =
      fmt::format("\nJohansen, VAR of order {} in levels, {} observations\n", johansen.lags, johansen.n);
  text += fmt::format("{:<10}  {:>10}  {:>8}  {:>6}  {:>8}  {:>6}\n", "rank", "eigenvalue", "trace", "p",
                      "max", "p");
  for (Index rank = 0; rank < johansen.trace.size(); ++rank)
    text += fmt::format("{:<10}  {:>10}  {:>8}  {:>6}  {:>8}  {:>6}\n", fmt::format("at most {}", rank),
                        figure(johansen.eigenvalues[rank], 4), figure(johansen.trace[rank], 2),
                        figure(johansen.trace_p[rank], 3), figure(johansen.max_eigenvalue[rank], 2),
                        figure(johansen.max_eigenvalue_p[rank], 3));
  return text;
}

// ADF and KPSS of the multiple, then of every driver, then the residual of the levels regression.
Detail cointegration_detail(const FairValue& found) {
  const auto& diagnostics = found.multiple.diagnostics;
  std::vector<TestRow> rows;
  for (std::size_t i = 0; i < diagnostics.unit_roots.size(); ++i) {
    const auto variable = i / 2;  // two tests each
    const bool of_driver = variable > 0 && variable <= found.multiple.drivers.size();
    rows.push_back({of_driver
                        ? found.panel.names.at(static_cast<std::size_t>(found.multiple.drivers[variable - 1]))
                        : "multiple",
                    &diagnostics.unit_roots[i]});
  }
  if (diagnostics.engle_granger) rows.push_back({"residual", &*diagnostics.engle_granger});
  auto text = rows.empty() ? std::string() : tests_text(rows);
  if (diagnostics.johansen) text += johansen_text(*diagnostics.johansen);
  return {"Unit roots and cointegration", std::move(text)};
}

// Rows count from the first of the regression.
std::string period_at(const FairValue& found, Index row) {
  const Index in_panel = found.multiple.diagnostics.first_regression_row + row;
  if (in_panel < 0 || in_panel >= found.panel.price.size()) return "outside the sample";
  return to_string(found.panel.period(in_panel));
}

std::string regimes_text(const FairValue& found, const StructuralBreaks& breaks) {
  std::string text = "\nCoefficients by regime (";
  const auto& drivers = found.multiple.drivers;
  const auto constants = breaks.coefficients.cols() - static_cast<Index>(drivers.size());
  for (Index column = 0; column < breaks.coefficients.cols(); ++column)
    text += (column == 0 ? "" : ", ") + (column < constants
                                             ? std::string("constant")
                                             : found.panel.names.at(static_cast<std::size_t>(
                                                   drivers[static_cast<std::size_t>(column - constants)])));
  text += ")\n";
  for (Index regime = 0; regime < breaks.coefficients.rows(); ++regime) {
    text += fmt::format("{:>3}", regime + 1);
    for (Index column = 0; column < breaks.coefficients.cols(); ++column)
      text += fmt::format("  {:>10}", figure(breaks.coefficients(regime, column), 4));
    text += '\n';
  }
  return text;
}

Detail breaks_detail(const FairValue& found) {
  const auto& diagnostics = found.multiple.diagnostics;
  std::string text;
  if (diagnostics.sup_f)
    text +=
        fmt::format("Andrews sup-F {} (p {}), largest after {}\n", figure(diagnostics.sup_f->statistic, 2),
                    figure(diagnostics.sup_f->p, 3), period_at(found, diagnostics.sup_f->row));
  if (const auto& breaks = diagnostics.breaks) {
    text += fmt::format("{:<8}  {:>14}  {:>12}\n", "breaks", "sum of squares", "BIC");
    for (std::size_t m = 0; m < breaks->ssr.size(); ++m)
      text +=
          fmt::format("{:<8}  {:>14}  {:>12}{}\n", m, figure(breaks->ssr[m], 4), figure(breaks->bic.at(m), 2),
                      static_cast<int>(m) == breaks->chosen ? "  chosen" : "");
    for (const auto& one : diagnostics.break_periods)
      text += one.has_interval ? fmt::format("after {}, 95% interval {} to {}\n", to_string(one.at),
                                             to_string(one.low), to_string(one.high))
                               : fmt::format("after {}, no interval\n", to_string(one.at));
    if (!breaks->breaks.empty()) text += regimes_text(found, *breaks);
  }
  return {"Structural breaks of the multiple equation (Bai and Perron)", std::move(text)};
}

void add_tables(std::vector<Detail>& details, const std::string& title,
                const std::vector<RegressionTable>& tables) {
  for (const auto& table : tables) details.push_back({title + ", " + table.errors, to_string(table)});
}

void add_multiple(std::vector<Detail>& details, const FairValue& found) {
  const auto& equation = found.multiple;
  details.push_back({"Multiple equation", to_string(equation.table)});
  if (equation.levels_table && equation.form != MultipleForm::levels)
    details.push_back({"Multiple equation in levels, which was not used", to_string(*equation.levels_table)});
  if (auto detail = cointegration_detail(found); !detail.text.empty()) details.push_back(std::move(detail));
  if (equation.correction) details.push_back({"Error correction", to_string(equation.correction->table)});
  if (auto detail = breaks_detail(found); !detail.text.empty()) details.push_back(std::move(detail));
}

Detail contractions_detail(const ContractionAverage& average) {
  std::string text = "Contractions in the average, peak to trough\n";
  for (const auto& one : average.used)
    text += fmt::format("  {} to {}\n", to_string(one.peak), to_string(one.trough));
  if (!average.left_out.empty()) text += "Left out, as some driver does not cover them; peaks of\n";
  for (const auto& peak : average.left_out) text += fmt::format("  {}\n", to_string(peak));
  return {"Contractions", std::move(text)};
}

}  // namespace

std::vector<Detail> fair_value_details(const FairValue& found) {
  std::vector<Detail> details;
  if (found.multiple.form != MultipleForm::given) add_multiple(details, found);
  if (!found.growth.given) {
    details.push_back({"Growth equation", to_string(found.growth.table)});
    add_tables(details, "Growth equation", found.growth.others);
  }
  if (found.contractions) details.push_back(contractions_detail(*found.contractions));
  return details;
}

}  // namespace rerate
