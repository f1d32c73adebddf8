#include "rerate/publish/sample_results.h"
#include "rerate/study/rotation_charts.h"
#include "rerate/study/rotation_findings_for_test.h"
#include "rerate/study/rotation_tables.h"
#include "rerate/study/rotation_words.h"

namespace rerate {

Results rotation_results() {
  const SyntheticRotation synthetic;
  const auto& found = synthetic.found;
  Section section{.id = "sectors", .kind = "rotation", .title = "Sector rotation"};
  section.headline = rotation_headline(found);
  section.facts = rotation_facts(found);
  section.numbers = {{"cagr", 9, "percent", "Return a year, net"},
                     {"cagr_low", 2, "percent", "low"},
                     {"cagr_high", 15, "percent", "high"},
                     {"sharpe", 0.61, "ratio", "Sharpe ratio, net"},
                     {"sharpe_benchmark", 0.5, "ratio", "Sharpe ratio of equal weights"},
                     {"max_drawdown", 31, "percent", "Deepest drawdown"},
                     {"spa_p", 0.31, "probability", "SPA"},
                     {"deflated_lead", 0.41, "probability", "Deflated lead"},
                     {"trials", 40, "count", "Definitions tried"}};
  section.tables = rotation_tables(found);
  section.charts = rotation_charts(found, {{make_date(2001, 3, 1), make_date(2001, 11, 30)},
                                           {make_date(2007, 12, 1), make_date(2009, 6, 30)}});
  section.lights = rotation_lights(found);
  section.warnings = rotation_warnings(found);
  Results results = sample_results();
  results.sections = {std::move(section)};
  return results;
}

}  // namespace rerate
