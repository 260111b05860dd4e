
export interface MonthData { year: number; month: number; orders: Order[] }
