/** Formats the time the way AWS's SDKs did. */
export class DateHelper {
  /** The time now as `ddd MMM D HH:mm:ss UTC YYYY`, e.g. `Mon Nov 3 09:05:00 UTC 2025`. */
  getNowString(): string {
    const [day, date, month, year, time] = new Date().toUTCString().split(/,? /)
    return [day, month, Number(date), time, 'UTC', year].join(' ')
  }
}
